// Loaded into an example before it runs: writes down which of its lines printed what with console.log.
import { appendFileSync } from 'node:fs';
import { format } from 'node:util';

const { PRINTS_FILE = '', PRINTS_OF = '' } = process.env;
const log = console.log;

/** @param {unknown[]} values */
console.log = (...values) => {
  log(...values);
  const frames = new Error().stack?.split('\n') ?? [];
  const frame = frames.find((line) => line.includes(PRINTS_OF)) ?? '';
  const line = Number(/:(\d+):\d+\)?$/.exec(frame)?.[1] ?? 0);
  appendFileSync(PRINTS_FILE, `${JSON.stringify({ line, text: format(...values) })}\n`);
};
