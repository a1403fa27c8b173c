/** A stand-in for the editor's API: as much of it as the server's client uses, with what was said and done written down. */

export const editor = {
  settings: {} as Record<string, unknown>,
  trusted: true,
  errors: [] as { message: string; buttons: string[] }[],
  press: undefined as string | undefined,
  updates: [] as unknown[][],
  /** What the Python extension has selected; undefined if it is not installed. */
  selected: undefined as string | undefined,
};

export function reset(): void {
  Object.assign(editor, { settings: {}, trusted: true, errors: [], press: undefined, updates: [], selected: undefined });
}

export class EventEmitter<T> {
  private readonly listeners: ((value: T) => void)[] = [];
  readonly event = (listener: (value: T) => void) => {
    this.listeners.push(listener);
    return { dispose: () => undefined };
  };
  fire(value: T): void {
    this.listeners.forEach((listener) => listener(value));
  }
}

export const ConfigurationTarget = { Global: 1 };
export const workspace = {
  workspaceFolders: [{ uri: { scheme: "vscode-vfs", fsPath: "/virtual" } }, { uri: { scheme: "file", fsPath: "/project" } }],
  get isTrusted() {
    return editor.trusted;
  },
  getConfiguration: () => ({
    get: (name: string, otherwise: unknown) => editor.settings[name] ?? otherwise,
    update: async (...change: unknown[]) => void editor.updates.push(change),
  }),
};
export const window = {
  showErrorMessage: async (message: string, ...buttons: string[]) => {
    editor.errors.push({ message, buttons });
    return editor.press;
  },
  showOpenDialog: async () => [{ fsPath: "/chosen/python" }],
};
export const extensions = {
  getExtension: () => editor.selected && { activate: async () => ({ environments: environments(editor.selected ?? "") }) },
};

function environments(selected: string) {
  return {
    getActiveEnvironmentPath: () => ({ path: selected }),
    resolveEnvironment: async () => ({ executable: { uri: { fsPath: selected } } }),
  };
}
export class Disposable {}
