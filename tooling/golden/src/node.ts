/** Where golden cases lie on a disk. */
export { filesIn, goldenDirectory, readIndex } from './directory.ts';
