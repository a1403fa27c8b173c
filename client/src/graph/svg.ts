/** A graph as SVG text. Colours come from the style sheet, by class; `data-id` says which box a click meant. */

import type { Graph } from "./data";
import { type Box, type Line, type Point, layout } from "./layout";

export function svg(graph: Graph): string {
  const { width, height, boxes, lines } = layout(graph);
  const size = `viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(graph.title)}">`,
    `<defs>${arrow("arrow")}${arrow("arrow-cut")}</defs>`,
    ...lines.map(drawnLine),
    ...boxes.map(drawnBox),
    "</svg>",
  ].join("\n");
}

function arrow(id: string): string {
  const shape = `<path d="M0,0 L8,4 L0,8 Z"/>`;
  return `<marker id="${id}" class="${id}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">${shape}</marker>`;
}

function drawnLine({ edge, points, label }: Line): string {
  const kind = edge.cut ? "arrow-cut" : "arrow";
  const path = `<path class="${edge.cut ? "edge cut" : "edge"}" d="${curve(points)}" marker-end="url(#${kind})"/>`;
  const reason = label ? `<text class="reason" x="${round(label.x)}" y="${round(label.y + 4)}">${escaped(edge.cut)}</text>` : "";
  return path + reason;
}

function drawnBox({ node, caption, x, y, width, height }: Box): string {
  const left = `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="5"`;
  const link = node.location ? ` tabindex="0" role="link"` : "";
  return [
    `<g class="node ${classOf(node.state)}${node.root ? " root" : ""}" data-id="${escaped(node.id)}"${link}>`,
    `<title>${escaped(node.text)}</title><rect ${left}/>`,
    `<text class="label" x="${round(x)}" y="${round(y - 3)}">${escaped(node.label)}</text>`,
    `<text class="caption" x="${round(x)}" y="${round(y + 14)}">${escaped(caption)}</text></g>`,
  ].join("");
}

function classOf(state: string): string {
  return ["constant", "leaf", "tracked", "parameters"].includes(state) ? (state === "parameters" ? "leaf" : state) : "unknown";
}

function curve(points: readonly Point[]): string {
  return points.map(({ x, y }, number) => `${number ? "L" : "M"}${round(x)},${round(y)}`).join(" ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
