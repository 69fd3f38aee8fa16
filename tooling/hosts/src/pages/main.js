import { asked, show } from './asked.js';
import { run } from './program.js';

void show(run(asked()));
