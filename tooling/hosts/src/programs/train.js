// node train.js OPTIONS: prints the result of the program and ends by itself.
import process from 'node:process';
import { run } from '../pages/program.js';

console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}'))));
