/** Where each box and line of a graph is drawn. Leaves stand at the top, the value that was asked for at the bottom. */

import dagre from "@dagrejs/dagre";

import type { Graph, GraphEdge, GraphNode } from "./data";

const CHARACTER = 7.3;
const SMALL = 6.2;
const PADDING = 14;
const HEIGHT = 46;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Centre and size of a box, in pixels at zoom 1. */
export interface Box extends Point {
  readonly node: GraphNode;
  readonly caption: string;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  /** Centre of the reason, if there is one. */
  readonly label: Point | undefined;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

export function layout(graph: Graph): Layout {
  const plan = new dagre.graphlib.Graph({ multigraph: true });
  plan.setGraph({ rankdir: "TB", nodesep: 28, ranksep: 42, marginx: 16, marginy: 16 });
  plan.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) {
    plan.setNode(node.id, { width: widthOf(node), height: HEIGHT });
  }
  graph.edges.forEach((edge, number) => {
    const size = edge.cut ? { width: edge.cut.length * SMALL + 8, height: 18, labelpos: "c" } : {};
    plan.setEdge(edge.source, edge.target, size, String(number));
  });
  dagre.layout(plan);
  const { width = 0, height = 0 } = plan.graph() as { width?: number; height?: number };
  return {
    width: Math.max(width, 1),
    height: Math.max(height, 1),
    boxes: graph.nodes.map((node) => ({ node, caption: captionOf(node), ...rectangle(plan.node(node.id)) })),
    lines: graph.edges.map((edge, number) => {
      const drawn = plan.edge({ v: edge.source, w: edge.target, name: String(number) }) as {
        points: Point[];
        x?: number;
        y?: number;
      };
      const label = edge.cut && drawn.x !== undefined && drawn.y !== undefined ? { x: drawn.x, y: drawn.y } : undefined;
      return { edge, points: drawn.points, label };
    }),
  };
}

function captionOf(node: GraphNode): string {
  return [node.state.replaceAll("|", " or "), node.place].filter((part) => part).join(" · ");
}

function widthOf(node: GraphNode): number {
  return Math.max(node.label.length * CHARACTER, captionOf(node).length * SMALL, 60) + 2 * PADDING;
}

function rectangle(drawn: unknown): { x: number; y: number; width: number; height: number } {
  return drawn as { x: number; y: number; width: number; height: number };
}
