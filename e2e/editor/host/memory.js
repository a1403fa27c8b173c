/** A file system that holds its files in memory, as that of a virtual workspace: no process sees them. */

const vscode = require("vscode");

const FILE = vscode.FileType.File;
const FOLDER = vscode.FileType.Directory;

exports.Memory = class {
  constructor() {
    this.files = new Map();
    this.onDidChangeFile = new vscode.EventEmitter().event;
  }

  watch() {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri) {
    const bytes = this.files.get(uri.path);
    if (!bytes && !/^(\/virtual)?\/?$/.test(uri.path)) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return { type: bytes ? FILE : FOLDER, ctime: 0, mtime: 0, size: bytes?.length ?? 0 };
  }

  readDirectory() {
    return [...this.files.keys()].map((path) => [path.split("/").at(-1), FILE]);
  }

  readFile(uri) {
    this.stat(uri);
    return this.files.get(uri.path);
  }

  writeFile(uri, bytes) {
    this.files.set(uri.path, bytes);
  }

  createDirectory() {}
  delete(uri) {
    this.files.delete(uri.path);
  }
  rename() {
    throw vscode.FileSystemError.NoPermissions();
  }
};
