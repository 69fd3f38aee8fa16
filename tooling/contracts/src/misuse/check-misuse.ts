import { jsBackend } from '@ostinato/backend-js';
import { OstinatoError } from '@ostinato/base';
import { defaultGenerator, manualSeed, setBackend } from '@ostinato/tensor';
import type { Misuse } from './misuse.ts';
import { snapshot } from './snapshot.ts';

/** What is wrong with how a misuse is met, in words; empty when it throws as it should, early and without a leak. */
export async function problemsOf({ error, code, mentions, arrange }: Misuse): Promise<string[]> {
  const backend = jsBackend();
  setBackend(backend);
  manualSeed(0);
  const watched: unknown[] = [];
  const act = await arrange((subject) => {
    watched.push(subject);
    return subject;
  });
  const look = (): string => JSON.stringify([defaultGenerator().draws, watched.map(snapshot)]);
  const state = look();
  const { storages, bytes } = backend.memory();
  const thrown = await caught(act);
  const after = backend.memory();
  const problems = [...wrongError(thrown, error, code), ...unmentioned(thrown, mentions)];
  if (after.storages !== storages) problems.push(`leaks: ${storages} storages before, ${after.storages} after`);
  if (after.bytes !== bytes) problems.push(`leaks: ${bytes} bytes before, ${after.bytes} after`);
  if (look() !== state) problems.push('changes state before it throws');
  return problems;
}

const nothing = Symbol('nothing');

async function caught(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  return nothing;
}

function wrongError(thrown: unknown, error: string, code: string): string[] {
  if (thrown === nothing) return ['throws nothing'];
  if (!(thrown instanceof OstinatoError)) return [`throws ${String(thrown)}, not an OstinatoError`];
  if (thrown.name === error && thrown.code === code) return [];
  return [`throws ${thrown.name} ${thrown.code}, expected ${error} ${code}: ${thrown.message}`];
}

function unmentioned(thrown: unknown, mentions: readonly string[]): string[] {
  if (!(thrown instanceof Error)) return [];
  const missing = mentions.filter((text) => !thrown.message.includes(text));
  return missing.length === 0 ? [] : [`does not mention ${missing.join(' nor ')}: ${thrown.message}`];
}
