/** The gradient's way as the server answers it. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Location {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** What happened there, as the hover says it. */
  readonly text: string;
  /** "constant", "leaf", "tracked", several joined by "|", "parameters", or empty if not known. */
  readonly state: string;
  /** As people read it: "train.py:12". */
  readonly place: string;
  readonly root: boolean;
  readonly location?: Location;
}

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  /** Why no gradient goes this way; empty if one may. */
  readonly cut: string;
}

export interface Graph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Whether there is more than is shown. */
  readonly more: boolean;
}
