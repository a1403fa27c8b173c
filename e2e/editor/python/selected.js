/** The command `python.select` selects an interpreter, as a person does in the status bar; without one none is selected. */

const vscode = require("vscode");

exports.activate = (context) => {
  let selected;
  const changed = new vscode.EventEmitter();
  const select = (path) => {
    selected = path;
    changed.fire({ path: path ?? "" });
  };
  context.subscriptions.push(changed, vscode.commands.registerCommand("python.select", select));
  const environments = {
    getActiveEnvironmentPath: () => ({ path: selected ?? "" }),
    resolveEnvironment: async ({ path }) => (path ? { executable: { uri: vscode.Uri.file(path) } } : undefined),
    onDidChangeActiveEnvironmentPath: changed.event,
  };
  return { environments };
};
