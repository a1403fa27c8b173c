/** What the editor's own API says of the extension. The workspace has two folders with settings of their own, and a virtual one. */

const assert = require("node:assert/strict");
const { existsSync, mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const vscode = require("vscode");

const PROGRAM = `import torch

w = torch.ones(3, requires_grad=True)
output = w * 2
hidden = output.detach()
output.sum().backward()
print(output.grad)
`;
const run = vscode.commands.executeCommand;
const [first, second, virtual] = vscode.workspace.workspaceFolders.map(({ uri }) => uri);

async function until(question, what) {
  for (let attempt = 0; attempt < 1600; attempt++) {
    const answer = await question();
    if (answer) {
      return answer;
    }
    await new Promise((wake) => setTimeout(wake, 150));
  }
  throw new Error(`waited for ${what}`);
}

async function opened(uri) {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

const found = (document) =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "gradsight");
const codes = (document) => found(document).map(({ code }) => code.value);
const diagnosed = (document, expected) =>
  until(() => String(codes(document)) === String(expected), `${expected} in ${document.uri}, not ${codes(document)}`);
const output = () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "output" && /gradsight/.test(uri.path));
const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const train = () => opened(vscode.Uri.joinPath(first, "train.py"));

module.exports = {
  async "it is active once a Python file is open, with every command"() {
    const document = await train();
    await diagnosed(document, ["GS101"]);
    const extension = vscode.extensions.getExtension("gradsight.gradsight");
    assert.equal(extension.isActive, true);
    const commands = new Set(await vscode.commands.getCommands(true));
    for (const { command } of extension.packageJSON.contributes.commands) {
      assert.ok(commands.has(command), command);
    }
  },

  async "a diagnostic has its steps, and its code leads to the page of the rule"() {
    const [diagnostic] = found(await train());
    assert.ok(diagnostic.relatedInformation.length >= 1);
    assert.match(String(diagnostic.code.target), /\/rules\/non-leaf-grad\/$/);
  },

  async "an unsaved buffer is analysed"() {
    const document = await vscode.workspace.openTextDocument({ language: "python", content: PROGRAM });
    await diagnosed(document, ["GS101"]);
  },

  async "a file outside of the workspace is analysed"() {
    const path = join(mkdtempSync(join(tmpdir(), "gradsight-outside-")), "other.py");
    writeFileSync(path, PROGRAM);
    await diagnosed(await opened(vscode.Uri.file(path)), ["GS101"]);
  },

  async "a file of a virtual workspace is analysed on its own"() {
    const [text, other] = ["text.py", "other.py"].map((name) => vscode.Uri.joinPath(virtual, name));
    await vscode.workspace.fs.writeFile(other, Buffer.from("import torch\n\nw = torch.ones(3, requires_grad=True)\n"));
    await vscode.workspace.fs.writeFile(text, Buffer.from(`${PROGRAM}from other import w as far\n(far.detach() * 2).sum().backward()\n`));
    const document = await opened(text);
    await diagnosed(document, ["GS101"]);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(4, 0), "output.retain_grad()\n"));
    await diagnosed(document, []);
    await document.save();
    assert.match(Buffer.from(await vscode.workspace.fs.readFile(text)).toString(), /retain_grad/);
  },

  async "each folder has its own settings"() {
    const hints = async (document) => {
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const shown = (await run("vscode.executeInlayHintProvider", document.uri, all)) ?? [];
      return shown.map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));
    };
    assert.deepEqual(await hints(await train()), ["no gradient: detach"]);
    const other = await opened(vscode.Uri.joinPath(second, "train.py"));
    await until(async () => String(await hints(other)) === "leaf,tracked,no gradient: detach", "all hints");
  },

  async "a setting that changes is noticed"() {
    const { uri } = await train();
    const lenses = () => run("vscode.executeCodeLensProvider", uri, 10);
    const [lens] = await until(async () => ((await lenses())?.length ? lenses() : undefined), "the lens");
    assert.equal(lens.command.title, "gradients reach 1 of 1 leaf");
    assert.equal(lens.command.command, "gradsight.showBackward");
    const settings = vscode.workspace.getConfiguration("gradsight", first);
    await settings.update("codeLens", false, vscode.ConfigurationTarget.WorkspaceFolder);
    await until(async () => !(await lenses())?.length, "no lens");
    await settings.update("codeLens", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await until(async () => (await lenses())?.length, "the lens again");
  },

  async "a hover links to the graph, also in half-typed code"() {
    const document = await train();
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(7, 0), "y = torch.relu("));
    const hovers = await run("vscode.executeHoverProvider", document.uri, new vscode.Position(3, 2));
    const text = hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join("\n");
    assert.match(text, /tracked: it requires grad/);
    assert.match(text, /command:gradsight\.showGraph/);
    await run("workbench.action.files.revert");
    await diagnosed(document, ["GS101"]);
  },

  async "all safe fixes are one code action"() {
    const document = await train();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await run("vscode.executeCodeActionProvider", document.uri, all, "source.fixAll.gradsight", 5);
    assert.equal(actions.length, 1);
    await vscode.workspace.applyEdit(actions[0].edit);
    assert.match(document.getText(), /output\.retain_grad\(\)/);
    await diagnosed(document, []);
    await run("workbench.action.files.revert");
    await diagnosed(document, ["GS101"]);
  },

  async "the command applies them too"() {
    const document = await train();
    await run("gradsight.fixAll");
    await until(() => /output\.retain_grad\(\)/.test(document.getText()), "the fix");
    await run("workbench.action.files.revert");
  },

  async "a page of a rule is a document"() {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse("gradsight-rule:/detach-in-path.md"));
    assert.match(page.getText(), /^# .*detach-in-path/m);
  },

  async "the output is shown, and names the Python that runs the server"() {
    await run("gradsight.showOutput");
    await until(() => /gradsight \d.*, Python 3\.\d+/.test(output()?.getText() ?? ""), "the output");
  },

  async "with the trace on, the output holds what is asked"() {
    const document = await train();
    const settings = vscode.workspace.getConfiguration("gradsight");
    await settings.update("trace.server", "messages", vscode.ConfigurationTarget.Workspace);
    const asked = async () => {
      await run("vscode.executeHoverProvider", document.uri, new vscode.Position(3, 2));
      return /textDocument\/hover/.test(output()?.getText() ?? "");
    };
    await until(asked, "the request in the output");
    await settings.update("trace.server", undefined, vscode.ConfigurationTarget.Workspace);
  },

  async "the rule that is found at the cursor is the first to be explained"() {
    const editor = await vscode.window.showTextDocument(await train());
    const [{ range }] = found(editor.document);
    editor.selection = new vscode.Selection(range.start, range.start);
    const explained = run("gradsight.explainRule");
    const taken = async () => {
      await run("workbench.action.acceptSelectedQuickOpenItem");
      return tabs().some(({ label }) => /non-leaf-grad/.test(label));
    };
    await until(taken, "the page of the rule");
    await explained;
  },

  async "the link of a hover draws the graph"() {
    const document = await train();
    const hovers = await run("vscode.executeHoverProvider", document.uri, new vscode.Position(3, 2));
    const text = hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join("\n");
    const [, given] = /command:gradsight\.showGraph\?([^)\s]*)/.exec(text);
    await run("gradsight.showGraph", ...[JSON.parse(decodeURIComponent(given))].flat());
    const panel = await until(() => tabs().find(({ label }) => label === "Gradient graph"), "the panel");
    await vscode.window.tabGroups.close(panel);
  },

  async "debug information names the server's Python"() {
    await run("gradsight.showDebugInformation");
    const text = vscode.window.activeTextEditor.document.getText();
    assert.match(text, /^executable: /m);
    assert.match(text, /^workspace trusted: true$/m);
  },

  async "the interpreter that is selected in the Python extension runs the server"() {
    const document = await train();
    const folder = mkdtempSync(join(tmpdir(), "gradsight-selected-"));
    const [python, started] = ["python", "started"].map((name) => join(folder, name));
    writeFileSync(python, `#!/bin/sh\necho x >> '${started}'; exec python3 "$@"\n`, { mode: 0o755 });
    await run("python.select", python);
    await until(() => existsSync(started), "the selected interpreter");
    await diagnosed(document, ["GS101"]);
    await run("gradsight.showDebugInformation");
    assert.ok(vscode.window.activeTextEditor.document.getText().includes(`libraries of: ${python}\n`));
    await run("python.select", undefined);
    rmSync(folder, { recursive: true });
    await diagnosed(document, ["GS101"]);
  },

  async "a restart brings everything back"() {
    const document = await train();
    await run("gradsight.restart");
    await diagnosed(document, ["GS101"]);
  },
};
