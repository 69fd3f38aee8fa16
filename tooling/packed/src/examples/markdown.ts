import { markdownNodes } from '@ostinato-workspace/workspace/markdown';

/** A fenced or indented block of code of a page. */
export interface CodeBlock {
  /** Of the page, from the root of the workspace. */
  readonly path: string;
  /** Of the first line of code, from 1. */
  readonly line: number;
  /** The first word after the fence: `ts`. */
  readonly language: string;
  /** The words after that: `fragment`. */
  readonly words: readonly string[];
  readonly code: string;
}

/** The blocks of code of a Markdown text, in order, those in lists and quotes included. */
export function codeBlocks(path: string, text: string): CodeBlock[] {
  return markdownNodes(text).flatMap((node) => {
    if (node.type !== 'code') return [];
    const line = (node.position?.start.line ?? 0) + 1;
    const words = node.meta?.split(/\s+/).filter(Boolean) ?? [];
    return [{ path, line, language: node.lang ?? '', words, code: node.value ?? '' }];
  });
}
