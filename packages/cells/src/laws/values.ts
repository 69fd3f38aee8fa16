import { loadStateDict, stateDict } from '@ostinato/nn';
import { defaultGenerator, RandomGenerator, tidy } from '@ostinato/tensor';
import type { Cell, StateTree } from '../cell.ts';
import { broken, differ, expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { randomInput, randomState, runScan } from './run.ts';

/** A generator that counts how often numbers are really made from one of its draws. */
class WatchedGenerator extends RandomGenerator {
  made = 0;

  override next() {
    const { key, ...draw } = super.next();
    const count = () => this.made++;
    return {
      ...draw,
      get key() {
        count();
        return key;
      },
    };
  }
}

/** The values of a cell as a file would hold them. */
const saved = (cell: object) =>
  new Map([...stateDict(cell)].map(([key, box]) => [key, { shape: box.shape, data: box.dataSync() }]));

/** A cell made from another seed and loaded with the values is the same cell. */
function saveAndLoad(subject: Subject): void {
  const { cell, make, seed } = subject;
  const copy = make(new RandomGenerator(seed + 100));
  loadStateDict(copy, saved(cell));
  expectSame('values after loading', Object.fromEntries(stateDict(copy)), Object.fromEntries(stateDict(cell)));
  const [x, state] = [randomInput(subject), randomState(subject)];
  expectSame('a run after loading', runScan(copy, x, state), runScan(cell, x, state));
}

/** The generator decides the initial values, alone. */
function seeded({ cell, make, seed }: Subject): void {
  const before = defaultGenerator().draws;
  const generator = new RandomGenerator(seed);
  const [same, other] = [make(generator), make(new RandomGenerator(seed + 1))].map((made) =>
    Object.fromEntries(stateDict(made)),
  );
  expectSame('initial values from the same seed', same, Object.fromEntries(stateDict(cell)));
  if (defaultGenerator().draws !== before)
    throw broken('the cell drew from the default generator instead of the one it was given.');
  if (generator.draws > 0 && !differ(same, other)) throw broken('another seed gives the same initial values.');
}

/** What is loaded need not be drawn first. */
function lazy({ cell, make, seed, backend }: Subject): void {
  const values = saved(cell);
  const generator = new WatchedGenerator(seed);
  const before = backend.memory().storages;
  let fresh: Cell<StateTree> | undefined;
  tidy(() => void (fresh = make(generator)));
  if (backend.memory().storages !== before)
    throw broken(`making the cell allocated ${backend.memory().storages - before} storages.`);
  loadStateDict(fresh!, values);
  if (generator.made > 0)
    throw broken(
      `${generator.made} initial values were drawn although all were loaded. Give parameter() an initializer's value.`,
    );
}

/** Where a cell's values come from and how they travel. */
export const valueLaws: readonly LawBody[] = [
  { name: 'saved and loaded values make the same cell', check: saveAndLoad },
  { name: 'initial values are decided by the seed of the generator', check: seeded },
  { name: 'a cell that is loaded before its first use draws nothing', check: lazy },
];
