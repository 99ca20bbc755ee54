import type { LiveCluster } from '../live-cluster.js';

/**
 * Edits the copy, publishes it and tries something; then puts every file back, publishes that, and waits until every
 * unit is ready again.
 *
 * @throws Error of what was tried, or with the first unit that did not come back
 */
export async function withEdits<T>(
  live: LiveCluster,
  name: string,
  edit: () => void | Promise<void>,
  tryIt: () => Promise<T>,
): Promise<T> {
  const before = new Map(live.copy.files().map((path) => [path, live.copy.text(path)]));
  const tried = await attempt(async () => {
    await edit();
    await live.publish(name);
    return tryIt();
  });
  for (const path of live.copy.files()) if (!before.has(path)) live.copy.remove(path);
  for (const [path, text] of before) live.copy.write(path, text);
  await live.publish(`back: ${name}`);
  const { rest } = await live.awaitReady(live.keys);
  const result = tried();
  const [first] = rest;
  if (first === undefined) return result;
  throw new Error(`afterwards ${first.key} is not ready again: ${first.state?.message ?? 'it is gone'}`);
}

/** What a task gave, or a throw of what it threw, for later. */
async function attempt<T>(task: () => Promise<T>): Promise<() => T> {
  try {
    const result = await task();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
