import type { CodeBlock } from './markdown.ts';

/** Code of a page that is run as it stands, or, as a fragment, only parsed. */
export interface Example {
  readonly path: string;
  readonly line: number;
  readonly language: 'js' | 'ts';
  readonly code: string;
  /** The line in the page of each line of the code. */
  readonly lines: readonly number[];
  readonly isFragment: boolean;
}

/** Names for the two languages that would make a block invisible here. */
const misnomers = /^(javascript|typescript|m[jt]s|c[jt]s|[jt]sx|JS|TS)$/;

/**
 * The examples among the blocks of one page. A block marked `continued` goes on where the one before it ended, so both
 * are one example; one marked `fragment` cannot run.
 */
export function assemble(blocks: readonly CodeBlock[]): { examples: Example[]; problems: string[] } {
  const examples: Example[] = [];
  const problems: string[] = [];
  for (const block of blocks) {
    const at = `${block.path}:${block.line}`;
    if (misnomers.test(block.language)) problems.push(`${at}: write js or ts for ${block.language}`);
    if (block.language !== 'js' && block.language !== 'ts') continue;
    const unknown = block.words.filter((word) => word !== 'fragment' && word !== 'continued');
    if (unknown.length > 0) problems.push(`${at}: ${unknown.join(' ')}: expected nothing, fragment or continued`);

    const next = exampleOf(block, block.language);
    if (!block.words.includes('continued')) {
      examples.push(next);
      continue;
    }
    const before = examples.at(-1);
    if (before?.language !== next.language || before.isFragment) {
      problems.push(`${at}: continued, but no ${block.language} example that runs is before it`);
    } else examples.splice(-1, 1, join(before, next));
  }
  return { examples, problems };
}

function exampleOf({ path, line, code, words }: CodeBlock, language: 'js' | 'ts'): Example {
  const lines = code.split('\n').map((_, i) => line + i);
  return { path, line, language, code, lines, isFragment: words.includes('fragment') };
}

function join(before: Example, next: Example): Example {
  return { ...before, code: `${before.code}\n${next.code}`, lines: [...before.lines, ...next.lines] };
}
