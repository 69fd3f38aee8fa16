import { kernelRow, type Stretch } from '@ostinato/backend';
import { isRandom } from '../levels.ts';
import type { LoggedBlock, LoggedCall, LoggedPlace, LogEntry } from './call-log.ts';

/** Memory that stays where it is from run to run. */
export interface Staying extends Stretch {
  /** Grows whenever the content changes between runs; without it, every run has other content. */
  readonly version?: () => number;
}

/** What is the same in every run, as long as what stays does not change. */
export interface Constancy {
  /** Calls and writes that need not be repeated. */
  readonly entries: ReadonlySet<LogEntry>;
  /** What they make. */
  readonly blocks: ReadonlySet<LoggedBlock>;
  /** What they read. */
  readonly sources: readonly Staying[];
  /** Whether a place holds the same in every run. */
  readonly holds: (place: LoggedPlace) => boolean;
}

type Thing = LoggedBlock | Staying;

/** Whether an address lies in a stretch. */
export const within = (address: number, stretch: Stretch): boolean =>
  address >= stretch.address && address < stretch.address + Math.max(stretch.bytes, 1);

/** Finds what depends on nothing but constants and on what stays and is not written; all that `varies` does not. */
export function constancyOf(
  entries: readonly LogEntry[],
  staying: readonly Staying[],
  varies: (block: LoggedBlock) => boolean,
): Constancy {
  const thingAt = (place: LoggedPlace): Thing | undefined =>
    'block' in place ? place.block : staying.find((one) => within(place.outside, one));
  const varying = new Set<Thing>(staying.filter(({ version }) => version === undefined));
  const holds = (place: LoggedPlace): boolean => {
    const thing = thingAt(place);
    return thing === undefined || !(varying.has(thing) || ('first' in thing && varies(thing)));
  };
  const callHolds = (call: LoggedCall): boolean =>
    call.live.size === 0 &&
    !isRandom(call) &&
    [...call.places.values()].every(holds) &&
    placesOf(call, true).every((place) => 'block' in place);
  for (let size = -1; size !== varying.size; ) {
    size = varying.size;
    /** What calls that vary have read so far: it must not change behind them. */
    const seen = new Set<Thing>();
    const vary = (places: readonly LoggedPlace[], into: Set<Thing>): void => {
      for (const place of places) {
        const thing = thingAt(place);
        if (thing !== undefined) into.add(thing);
      }
    };
    for (const entry of entries) {
      if ('data' in entry && 'block' in entry.place && seen.has(entry.place.block)) varying.add(entry.place.block);
      for (const call of callsOf(entry)) {
        const places = placesOf(call, true);
        const holding = !('lists' in entry) && callHolds(call) && !places.some((place) => seen.has(thingAt(place)!));
        if (holding) continue;
        vary(places, varying);
        vary(placesOf(call, false), seen);
      }
    }
  }
  const found = entries.filter(
    (entry) =>
      ('kernel' in entry && callHolds(entry)) || ('data' in entry && 'block' in entry.place && holds(entry.place)),
  );
  const calls = found.filter((entry): entry is LoggedCall => 'kernel' in entry);
  const written = found.flatMap((entry) =>
    'data' in entry ? [entry.place] : callsOf(entry).flatMap((call) => placesOf(call, true)),
  );
  return {
    entries: new Set(found),
    blocks: new Set(written.flatMap((place) => ('block' in place ? [place.block] : []))),
    sources: [...new Set(calls.flatMap((call) => placesOf(call, false).map(thingAt)))].filter(
      (thing): thing is Staying => thing !== undefined && 'version' in thing,
    ),
    holds,
  };
}

/** The kernel calls of an entry. */
export function callsOf(entry: LogEntry): readonly LoggedCall[] {
  if ('lists' in entry) return [...entry.own, ...entry.lists.flat()];
  return 'kernel' in entry ? [entry] : [];
}

/** The places that a call writes, or those that it only reads. */
function placesOf({ kernel, places }: LoggedCall, written: boolean): LoggedPlace[] {
  const { args } = kernelRow(kernel);
  return [...places].flatMap(([i, place]) => ((args[i]!.role !== 'in') === written ? [place] : []));
}
