import { command } from './command.ts';

process.exitCode = command(process.argv.slice(2), process.env['OSTINATO_GOLDEN'], (line) => console.log(line));
