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
  const thingHolds = (thing: Thing): boolean => !(varying.has(thing) || ('first' in thing && varies(thing)));
  const holds = (place: LoggedPlace): boolean => {
    const thing = thingAt(place);
    return thing === undefined || thingHolds(thing);
  };
  const uses = new Map(entries.flatMap(callsOf).map((call) => [call, useOf(call, thingAt)] as const));
  const callHolds = (call: LoggedCall): boolean => {
    const { isPlain, writes, reads } = uses.get(call)!;
    return isPlain && writes.every(thingHolds) && reads.every(thingHolds);
  };
  for (let size = -1; size !== varying.size; ) {
    size = varying.size;
    /** What calls that vary have read so far: it must not change behind them. */
    const seen = new Set<Thing>();
    for (const entry of entries) {
      if ('data' in entry) {
        const thing = thingAt(entry.place);
        if (thing !== undefined && (seen.has(thing) || !('block' in entry.place))) varying.add(thing);
      }
      for (const call of callsOf(entry)) {
        const { writes, reads } = uses.get(call)!;
        if (!('lists' in entry) && callHolds(call) && !writes.some((thing) => seen.has(thing))) continue;
        for (const thing of writes) varying.add(thing);
        for (const thing of reads) seen.add(thing);
      }
    }
  }
  const found = entries.filter(
    (entry) =>
      ('kernel' in entry && callHolds(entry)) || ('data' in entry && 'block' in entry.place && holds(entry.place)),
  );
  const used = found.flatMap((entry) => ('kernel' in entry ? [uses.get(entry)!] : []));
  const written = [
    ...used.flatMap(({ writes }) => writes),
    ...found.flatMap((entry) => ('data' in entry && 'block' in entry.place ? [entry.place.block] : [])),
  ];
  return {
    entries: new Set(found),
    blocks: new Set(written.filter((thing): thing is LoggedBlock => 'first' in thing)),
    sources: [...new Set(used.flatMap(({ reads }) => reads))].filter((thing): thing is Staying => 'version' in thing),
    holds,
  };
}

/** What a call does to what holds things. */
interface Use {
  readonly writes: readonly Thing[];
  readonly reads: readonly Thing[];
  /** Whether it writes to blocks of its own only, and is the same in every run where what it reads is. */
  readonly isPlain: boolean;
}

function useOf(call: LoggedCall, thingAt: (place: LoggedPlace) => Thing | undefined): Use {
  const { args } = kernelRow(call.kernel);
  const [writes, reads] = [[] as Thing[], [] as Thing[]];
  let isPlain = call.live.size === 0 && !isRandom(call);
  for (const [i, place] of call.places) {
    const thing = thingAt(place);
    const isRead = args[i]!.role === 'in';
    if (!isRead && !('block' in place)) isPlain = false;
    if (thing !== undefined) (isRead ? reads : writes).push(thing);
  }
  return { writes, reads, isPlain };
}

/** The kernel calls of an entry. */
export function callsOf(entry: LogEntry): readonly LoggedCall[] {
  if ('lists' in entry) return [...entry.own, ...entry.lists.flat()];
  return 'kernel' in entry ? [entry] : [];
}
