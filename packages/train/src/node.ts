/** What needs Node: checkpoint files and the terminal's progress bar. */
export { loadCheckpoint } from './node/load-checkpoint.ts';
export { progressBar, type ProgressBarOptions, type ProgressStream } from './node/progress-bar.ts';
export { saveCheckpoint } from './node/save-checkpoint.ts';
