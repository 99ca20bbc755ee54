import { AsyncLocalStorage } from 'node:async_hooks';

// For each test file jest-circus makes an AsyncLocalStorage, and never disables it: from then on every promise of the
// process is passed to it. After fifty files a promise takes ten times as long, and tests that read files take seconds
// more. So each file first disables those that the files before it used.
const USED = Symbol.for('storages that test files used');

type Run = (this: AsyncLocalStorage<unknown>, ...rest: unknown[]) => unknown;
type Prototype = { run: Run; [USED]?: Set<AsyncLocalStorage<unknown>> };

// The class is the process's own, and outlives a test file.
const prototype = AsyncLocalStorage.prototype as unknown as Prototype;
if (prototype[USED] === undefined) {
  const { run } = prototype;
  const used = new Set<AsyncLocalStorage<unknown>>();
  prototype[USED] = used;
  prototype.run = function (...rest) {
    used.add(this);
    return run.apply(this, rest);
  };
}
for (const storage of prototype[USED] ?? []) storage.disable();
prototype[USED]?.clear();
