/** Runs a task for each, a few at a time, in any order; results are in the order of the items. */
export async function inParallel<T, R>(items: readonly T[], task: (item: T) => Promise<R>, width = 8): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await task(items[index] as T);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
