import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const vscode = fileURLToPath(new URL("test/vscode.ts", import.meta.url));

export default defineConfig({
  resolve: { alias: { vscode } },
  test: { include: ["client/test/**/*.test.ts"], environment: "node", testTimeout: 60_000, reporters: ["default"], maxWorkers: 1 },
});
