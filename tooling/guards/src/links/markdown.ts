import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { slugs } from './slug.ts';

/** What a Markdown page points at, and where others may point into it. */
export interface Page {
  readonly links: readonly { readonly url: string; readonly line: number }[];
  readonly anchors: ReadonlySet<string>;
}

/** What all nodes of the syntax tree have in common. */
interface Node {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

const parser = unified().use(remarkParse);

/** Links, images and headings of a Markdown text, those written in HTML included. */
export function readPage(text: string): Page {
  const nodes = [...flatten(parser.parse(text))];
  const html = nodes.filter((node) => node.type === 'html');
  const ids = html.flatMap((node) => attributes(node, /\b(?:id|name)=["']([^"']+)["']/g));
  const headings = nodes.filter((node) => node.type === 'heading').map(textOf);
  const links = nodes.flatMap((node) => {
    const urls = node.type === 'html' ? attributes(node, /\b(?:href|src)=["']([^"']+)["']/g) : [node.url ?? []].flat();
    return urls.map((url) => ({ url, line: node.position?.start.line ?? 0 }));
  });
  return { links, anchors: new Set([...slugs(headings), ...ids]) };
}

function* flatten(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* flatten(child);
}

function textOf(node: Node): string {
  return [...flatten(node)].map((each) => (each.type === 'html' ? '' : (each.value ?? ''))).join('');
}

function attributes({ value = '' }: Node, pattern: RegExp): string[] {
  return [...value.matchAll(pattern)].map(([, found = '']) => found);
}
