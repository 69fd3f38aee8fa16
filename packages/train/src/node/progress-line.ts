/** What one line of progress shows. */
export interface ProgressFigures {
  readonly step: number;
  /** Without it there is no bar and no time left. */
  readonly steps: number | undefined;
  /** In nats. */
  readonly loss: number;
  /** Units a second. */
  readonly rate: number;
  readonly stepRate: number;
  readonly unit: string;
  readonly bitsPer: string | undefined;
  /** The bar is left out and the line cut so that it fits. */
  readonly columns: number | undefined;
}

/** `[#####-----]  50% step 500/1000  loss 2.31 nats (3.33 bits/character)  12.3k tokens/s  0:42 left` */
export function progressLine(figures: ProgressFigures): string {
  const { step, steps, loss, rate, stepRate, unit, bitsPer, columns } = figures;
  const share = steps === undefined ? undefined : Math.min(1, step / steps);
  const parts = [
    ...(share === undefined ? [] : [`${String(Math.floor(share * 100)).padStart(3)}%`]),
    steps === undefined ? `step ${step}` : `step ${step}/${steps}`,
    lossInWords(loss, bitsPer),
    `${short(rate)} ${unit}/s`,
    ...(steps === undefined || stepRate === 0 ? [] : [`${clock((steps - step) / stepRate)} left`]),
  ];
  const text = parts.join('  ');
  const room = columns === undefined || share === undefined ? 0 : Math.min(30, columns - text.length - 3);
  if (room < 5) return columns === undefined ? text : text.slice(0, columns);
  const done = Math.round(room * share!);
  return `[${'#'.repeat(done)}${'-'.repeat(room - done)}] ${text}`;
}

function lossInWords(loss: number, bitsPer: string | undefined): string {
  const bits = bitsPer === undefined ? '' : ` (${(loss / Math.LN2).toFixed(3)} bits/${bitsPer})`;
  return `loss ${loss.toFixed(4)} nats${bits}`;
}

/** 950, 12.3k, 4.56M */
function short(x: number): string {
  if (x >= 1e6) return `${(x / 1e6).toFixed(2)}M`;
  return x >= 1e4 ? `${(x / 1e3).toFixed(1)}k` : x.toFixed(0);
}

/** Seconds as 0:42, 12:05 or 1:02:03. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (x: number): string => String(x).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
