// A page that takes whatever backend runs here.
import { ready } from 'ostinato';
import { show } from './asked.js';

void show(ready());
