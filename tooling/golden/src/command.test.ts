import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { testedBackends } from './backends.ts';
import { command } from './command.ts';
import { linearCase, type MiniCase, variant, writeMiniSet } from './mini-set.ts';

const made: string[] = [];
afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true });
});

function golden(cases: readonly MiniCase[], ...args: string[]): { code: number; lines: string[] } {
  const directory = writeMiniSet(cases);
  made.push(directory);
  return goldenAt(directory, ...args);
}

function goldenAt(directory: string, ...args: string[]): { code: number; lines: string[] } {
  const lines: string[] = [];
  const code = command([directory, ...args], undefined, (line) => lines.push(line));
  return { code, lines };
}

describe('cases', () => {
  it('pass on every backend', () => {
    const { code, lines } = golden([linearCase]);
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 0 skipped');
    expect(code).toBe(0);
  });

  it.each(['output.y', 'grad.input.x', 'grad.param.weight', 'grad.param.bias'])(
    'fail on a wrong value planted in %s',
    (name) => {
      const [shape, values] = linearCase.values[name]!;
      const { code, lines } = golden([
        linearCase,
        variant('linear.planted', { [name]: [shape, [...values.slice(0, -1), 7]] }),
      ]);
      const position = shape.map((size) => size - 1);
      const failures = lines.filter((line) => line.startsWith('FAIL'));
      expect(failures).toHaveLength(testedBackends().length);
      expect(failures[0]).toMatch(/^FAIL linear\.planted \[js float32\] /);
      expect(failures[1]).toContain(`[js float64] ${name}[${position}]: got ${values.at(-1)}, expected 7 (`);
      expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
      expect(code).toBe(1);
    },
  );

  it('fail when a stored result is not computed', () => {
    const { lines } = golden([variant('linear.more', { 'output.h': [[1], [1]] })]);
    expect(lines).toContain('FAIL linear.more [js float32] output.h: was not computed');
  });

  it('fail when nothing is compared, or the file is missing', () => {
    const { 'input.x': x, 'param.weight': weight, 'param.bias': bias } = linearCase.values;
    const bare = { ...linearCase, values: { 'input.x': x!, 'param.weight': weight!, 'param.bias': bias! } };
    expect(golden([bare]).lines[1]).toMatch(/nothing to compare/);
    const { lines } = golden([{ ...linearCase, file: 'torch/gone.safetensors' }]);
    expect(lines[1]).toMatch(/^FAIL linear\.mini .* threw Error: ENOENT/);
  });

  it('are skipped when the project does not have what they need', () => {
    const { code, lines } = golden([
      { id: 'a.kind', kind: 'hologram' },
      { id: 'a.none' },
      { id: 'a.module', kind: 'module', config: { module: 'Telepathy' }, values: linearCase.values },
      { id: 'a.op', kind: 'op', config: { op: 'constructor' }, values: linearCase.values },
      { id: 'a.loss', kind: 'loss', config: { loss: 'regret' }, values: linearCase.values },
      variant('a.option', {}, { sparse: true }),
      variant('a.tensor', { 'aside.mean': [[1], [1]] }),
    ]);
    expect(lines.at(-1)).toBe('0 passed, 0 failed, 7 skipped');
    expect(code).toBe(0);
  });
});

describe('what is required', () => {
  it('must be covered completely', () => {
    const cases = [linearCase, variant('linear.sparse', {}, { sparse: true })];
    expect(golden(cases, '--require', 'linear').lines).toContain(
      'FAIL required linear: 1 of 2 covered; not linear.sparse (option sparse)',
    );
    expect(golden(cases, '--require', 'linear').code).toBe(1);
    expect(golden([linearCase], '--require', 'linear,gru').code).toBe(0);
  });
});

describe('a directory without cases fails', () => {
  it.each([
    ['no index', undefined],
    ['an empty file', ''],
    ['no JSON', '{"cases": ['],
    ['no cases', '{"cases": []}'],
    ['no array', '{"cases": 3}'],
    ['a case without id', '{"cases": [{"kind": "op"}]}'],
  ])('%s', (_, text) => {
    const directory = mkdtempSync(join(tmpdir(), 'ostinato-golden-'));
    made.push(directory);
    if (text !== undefined) writeFileSync(join(directory, 'index.json'), text);
    const { code, lines } = goldenAt(directory);
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('a directory that does not exist', () => {
    expect(goldenAt(join(tmpdir(), 'ostinato-no-such-directory')).code).toBe(1);
    expect(command([], join(tmpdir(), 'ostinato-no-such-directory'), () => {})).toBe(1);
  });
});
