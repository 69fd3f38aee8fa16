import { instance } from '@viz-js/viz';
import { reduce } from './reduce.ts';
import type { Arrows } from './table.ts';

type Table = Readonly<Record<string, Arrows>>;

const style = `
  graph [ranksep=0.5 nodesep=0.25 pad=0.15 bgcolor=white]
  node [shape=box style="rounded,filled" fillcolor="#eef4fa" color="#8aa4be" fontname="Helvetica,Arial,sans-serif" fontsize=12 height=0.4 margin="0.2,0.08"]
  edge [color="#5b6b7b" arrowsize=0.6]`;

/** The packages of `folders` as a picture (SVG): an arrow points at what is imported, which stands lower. */
export async function draw(table: Table, folders: readonly string[]): Promise<string> {
  const viz = await instance();
  return viz.renderString(graphOf(table, folders), { format: 'svg' });
}

/**
 * The graph in Graphviz's language. Arrows that follow from others are left out, and so are those to `base`, which
 * every package may import.
 */
export function graphOf(table: Table, folders: readonly string[]): string {
  const shown = Object.keys(table).filter((name) => folders.includes(name));
  const imports = new Map(shown.map((name) => [name, table[name]!.imports.filter((to) => folders.includes(to))]));
  const arrows = [...reduce(imports)].flatMap(([from, targets]) => targets.map((to) => `  "${from}" -> "${to}"`));
  const layers = [...new Set(shown.map((name) => table[name]!.layer))];
  const rows = layers.map((layer) => {
    const row = shown.filter((name) => table[name]!.layer === layer).map((name) => `"${name}"`);
    return `  { rank=same; ${row.join('; ')} }`;
  });
  return `digraph {${[style, ...rows, ...arrows].join('\n')}\n}\n`;
}
