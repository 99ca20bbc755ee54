import type { Observer, UnitState } from './observe.js';

/** What Flux says while it is still at it. */
const UNDER_WAY = new Set(['', 'Progressing', 'ProgressingWithRetry', 'DependencyNotReady', 'HealthCheckInProgress']);

export interface ReadyOptions {
  readonly keys: Iterable<string>;
  /** Commit that has to be applied. */
  readonly commit: string;
  readonly limitMs: number;
  /** How long nothing may change once a unit has failed. */
  readonly quietMs: number;
  readonly onChange: (states: ReadonlyMap<string, UnitState>) => void;
  /** Throws where waiting is of no use: a program has ended. */
  readonly guard: () => void;
}

export interface Outcome {
  readonly ready: readonly string[];
  /** Those that are not, with what Flux says of them. */
  readonly rest: readonly { readonly key: string; readonly state: UnitState | undefined }[];
  readonly milliseconds: number;
}

/** Waits until every unit is ready at a commit, or one has failed and the others have come as far as they can. */
export async function awaitReady(observer: Observer, options: ReadyOptions): Promise<Outcome> {
  const { keys, commit, limitMs, quietMs, onChange, guard } = options;
  const all = [...keys];
  const from = observer.elapsed;
  let changed = observer.elapsed;
  let seen = '';
  for (;;) {
    guard();
    const rest = all.filter((key) => !isReadyAt(observer.states.get(key), commit));
    const now = JSON.stringify(
      rest.map((key) => [key, observer.states.get(key)?.reason, observer.states.get(key)?.message]),
    );
    if (now !== seen) {
      seen = now;
      changed = observer.elapsed;
      onChange(observer.states);
    }
    const failed = rest.some((key) => hasFailed(observer.states.get(key)));
    const over = observer.elapsed - from > limitMs || (failed && observer.elapsed - changed > quietMs);
    if (rest.length === 0 || over) {
      const ready = all.filter((key) => !rest.includes(key));
      return {
        ready,
        rest: rest.map((key) => ({ key, state: observer.states.get(key) })),
        milliseconds: observer.elapsed - from,
      };
    }
    await observer.next();
  }
}

export function isReadyAt(state: UnitState | undefined, commit: string): boolean {
  return state?.ready === 'True' && state.current && state.applied.endsWith(commit);
}

export function hasFailed(state: UnitState | undefined): boolean {
  if (state?.ready !== 'False' || UNDER_WAY.has(state.reason)) return false;
  // The same reason stands for a source that is not fetched yet and for a path that it does not have.
  return state.reason !== 'ArtifactFailed' || !state.message.includes('artifact not found');
}
