/** Moving averages of plain numbers. */
export { movingAverage } from './moving-average.ts';
