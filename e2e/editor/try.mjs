/** `make editor`: a real VS Code in the browser with the extension, on a copy of examples/. Ends with Ctrl+C. */

import { join } from "node:path";

import { ROOT, start } from "./code.mjs";

const code = await start({ path: process.env.PATH });
console.log(`Open ${code.url(code.folder("examples", process.argv[2] ?? join(ROOT, "examples")))}\nPress Ctrl+C to end.`);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => void code.close().then(() => process.exit(0)));
}
