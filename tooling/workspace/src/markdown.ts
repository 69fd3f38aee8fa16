import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** A node of a Markdown text, with what some kinds of nodes have. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  /** Of links and images. */
  readonly url?: string;
  /** The first word after the fence of a block of code, and the words after that. */
  readonly lang?: string | null | undefined;
  readonly meta?: string | null | undefined;
  readonly children?: readonly MarkdownNode[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

const parser = unified().use(remarkParse);

/** All nodes of a Markdown text in order, those in lists, quotes and tables included. */
export function markdownNodes(text: string): MarkdownNode[] {
  return withDescendants(parser.parse(text));
}

/** A node and all that is in it. */
export function withDescendants(node: MarkdownNode): MarkdownNode[] {
  return [node, ...(node.children ?? []).flatMap(withDescendants)];
}
