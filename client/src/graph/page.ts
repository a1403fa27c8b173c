/** The page of the graph panel: no script but ours, no address but the extension's own files. */

import type { Graph } from "./data";
import { escaped, svg } from "./svg";

export interface Resources {
  /** What the editor allows as the origin of local files. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
}

export function page(graph: Graph | undefined, resources: Resources): string {
  const policy = `default-src 'none'; style-src ${resources.source}; script-src 'nonce-${resources.nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${resources.style}">
<title>Gradient graph</title>
</head>
<body>
${graph ? picture(graph) : `<p class="nothing">No tensor is known at the cursor. Put it on a tensor or on the root of a <code>backward()</code>.</p>`}
<script nonce="${resources.nonce}" src="${resources.script}"></script>
</body>
</html>`;
}

function picture(graph: Graph): string {
  const more = graph.more ? `<p class="more">There is more than is shown.</p>` : "";
  return `<header><h1>${escaped(graph.title)}</h1>
<p class="legend"><span class="leaf">leaf</span> <span class="tracked">tracked</span> <span class="constant">constant</span> <span class="cut">no gradient goes this way</span></p>
<nav><button id="out" title="Zoom out">−</button><button id="fit" title="Fit">fit</button><button id="in" title="Zoom in">+</button></nav></header>
<main>${svg(graph)}</main>${more}`;
}
