import { expect, test } from "vitest";

import type { Graph } from "../src/graph/data";
import { layout } from "../src/graph/layout";
import { page } from "../src/graph/page";
import { svg } from "../src/graph/svg";

const node = (id: string, state: string, root = false) => ({ id, label: `${id} < "x"`, text: id, state, place: "a.py:1", root });
const GRAPH: Graph = {
  title: "loss & more",
  nodes: [node("w", "leaf"), node("x", "constant"), node("h", "tracked"), node("loss", "tracked", true)],
  edges: [
    { source: "w", target: "h", cut: "" },
    { source: "x", target: "h", cut: "" },
    { source: "h", target: "loss", cut: "`detach()` leaves the graph" },
  ],
  more: true,
};

test("what is computed stands below what it is computed from, and no boxes overlap", () => {
  const { boxes, lines } = layout(GRAPH);
  const [w, x, h, loss] = boxes as [(typeof boxes)[0], (typeof boxes)[0], (typeof boxes)[0], (typeof boxes)[0]];
  expect(w.y).toBeLessThan(h.y);
  expect(h.y).toBeLessThan(loss.y);
  expect(Math.abs(w.x - x.x)).toBeGreaterThanOrEqual((w.width + x.width) / 2);
  expect(lines[2]?.label?.y).toBeGreaterThan(h.y);
  expect(lines[0]?.label).toBeUndefined();
});

test("the picture holds every box, marks the cut and says why", () => {
  const drawn = svg(GRAPH);
  expect(drawn.match(/class="node /g)).toHaveLength(4);
  expect(drawn.match(/class="edge cut"/g)).toHaveLength(1);
  expect(drawn).toContain("`detach()` leaves the graph</text>");
  expect(drawn).toContain('class="node tracked root"');
  expect(drawn).toContain("loss &amp; more");
  expect(drawn).not.toContain('< "x"');
});

test("the page allows our own script and style only", () => {
  const resources = { source: "vscode-resource:", script: "s.js", style: "s.css", nonce: "abc" };
  const html = page(GRAPH, resources);
  expect(html).toContain(`content="default-src 'none'; style-src vscode-resource:; script-src 'nonce-abc'"`);
  expect(html).toContain("There is more than is shown.");
  expect(html).not.toMatch(/ style="| onclick=|https?:\/\/(?!www\.w3\.org)/);
  expect(page(undefined, resources)).toContain("No tensor is known at the cursor");
});
