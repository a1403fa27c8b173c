-- What a person does in Neovim, without one: waits for diagnostics, asks, takes the preferred fix; writes what was seen as JSON.
local out = {}
local function range()
  return { start = { line = 13, character = 7 }, ["end"] = { line = 13, character = 7 } }
end

local function ask(method, params)
  params.textDocument = { uri = vim.uri_from_bufnr(0) }
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000) or {}
  for _, answer in pairs(answers) do
    if answer.result then
      return answer.result
    end
  end
end

local function run()
  vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  for _, found in ipairs(vim.diagnostic.get(0)) do
    out.diagnostic = { code = found.code, line = found.lnum + 1, column = found.col + 1 }
  end
  local hover = ask("textDocument/hover", { position = range().start })
  out.hover = hover and hover.contents.value
  if vim.lsp.inlay_hint then
    vim.wait(10000, function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end, 50)
    out.hints = #vim.lsp.inlay_hint.get({ bufnr = 0 })
  end
  local lens = ask("textDocument/codeLens", {})
  out.lens = lens and lens[1] and lens[1].command.title
  local actions = ask("textDocument/codeAction", { range = range(), context = { diagnostics = {} } }) or {}
  for _, action in ipairs(actions) do
    if action.isPreferred then
      out.action = action.title
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      break
    end
  end
  out.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
  vim.wait(60000, function() return #vim.diagnostic.get(0) == 0 end, 50)
  out.left = #vim.diagnostic.get(0)
  vim.cmd("undo")
  vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  vim.cmd("write")
  out.saved = table.concat(vim.fn.readfile("train.py"), "\n")
  vim.cmd("edit other.py")
  vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  out.other = #vim.diagnostic.get(0)
  out.clients = #(vim.lsp.get_clients or vim.lsp.get_active_clients)()
end

local fine, fault = pcall(run)
out.fault = not fine and tostring(fault) or nil
vim.fn.writefile({ vim.fn.json_encode(out) }, os.getenv("GRADSIGHT_SEEN"))
vim.cmd("qall!")
