/** Applies an async function to every item, two at a time; results are in the order of the items. */
export async function twoAtATime<T, R>(items: readonly T[], apply: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [i, item] of queue) results[i] = await apply(item);
  };
  await Promise.all([work(), work()]);
  return results;
}
