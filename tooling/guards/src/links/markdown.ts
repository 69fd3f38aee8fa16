import { type MarkdownNode, markdownNodes, withDescendants } from '@ostinato-workspace/workspace/markdown';
import { slugs } from './slug.ts';

/** What a Markdown page points at, and where others may point into it. */
export interface Page {
  readonly links: readonly { readonly url: string; readonly line: number }[];
  readonly anchors: ReadonlySet<string>;
}

/** Links, images and headings of a Markdown text, those written in HTML included. */
export function readPage(text: string): Page {
  const nodes = markdownNodes(text);
  const html = nodes.filter((node) => node.type === 'html').map(({ value = '' }) => value);
  const ids = html.flatMap((value) => attributes(value, /\b(?:id|name)=["']([^"']+)["']/g));
  const headings = nodes.filter((node) => node.type === 'heading').map(textOf);
  const links = nodes.flatMap((node) => urlsOf(node).map((url) => ({ url, line: node.position?.start.line ?? 0 })));
  return { links, anchors: new Set([...slugs(headings), ...ids]) };
}

function urlsOf({ type, url, value = '' }: MarkdownNode): string[] {
  if (type === 'html') return attributes(value, /\b(?:href|src)=["']([^"']+)["']/g);
  return url === undefined ? [] : [url];
}

function textOf(heading: MarkdownNode): string {
  const parts = withDescendants(heading).filter(({ type }) => type !== 'html');
  return parts.map(({ value = '' }) => value).join('');
}

function attributes(value: string, pattern: RegExp): string[] {
  return [...value.matchAll(pattern)].map(([, found = '']) => found);
}
