import { field, mapsOf } from '../../lib/flux/kustomize/built.js';
import type { JsonObject } from '../../lib/model/json.js';
import { pause } from '../../lib/system/run-program.js';
import type { ApiClient } from './api/client.js';
import { awake } from './system/awake-clock.js';

const PATH = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';

/** What Flux says of a Kustomization at one moment. */
export interface UnitState {
  readonly key: string;
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** Revision that was applied last, as `main@sha1:…`. */
  readonly applied: string;
  /** Revision that was tried last. */
  readonly attempted: string;
  /** True where the state is of the object as it is now. */
  readonly current: boolean;
  readonly object: JsonObject;
  /** Milliseconds since the watch began; events come in the order of the API. */
  readonly at: number;
}

/** Follows every Kustomization, and keeps all that was said, in order. */
export class Observer {
  readonly history: UnitState[] = [];
  readonly states = new Map<string, UnitState>();
  private readonly stop = new AbortController();
  private readonly started = awake();
  private heard: (() => void) | undefined;

  constructor(private readonly api: ApiClient) {
    void this.loop();
  }

  get elapsed(): number {
    return awake() - this.started;
  }

  /** Waits for something to be said, a second at most. */
  async next(): Promise<void> {
    const said = new Promise<void>((resolve) => {
      this.heard = resolve;
    });
    await Promise.race([said, pause(1000)]);
  }

  end(): void {
    this.stop.abort();
  }

  private async loop(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        const list = await this.api.get(PATH);
        const listed = mapsOf(list.items);
        for (const object of listed) this.note(object);
        for (const key of [...this.states.keys()])
          if (!listed.some((object) => keyOf(object) === key)) this.states.delete(key);
        const from = field(list, 'metadata', 'resourceVersion');
        for await (const { type, object } of this.api.watch(
          `${PATH}?watch=1&resourceVersion=${from}`,
          this.stop.signal,
        )) {
          if (type === 'DELETED') this.states.delete(keyOf(object));
          else if (type === 'ADDED' || type === 'MODIFIED') this.note(object);
          this.heard?.();
        }
      } catch {
        await pause(200);
      }
    }
  }

  private note(object: JsonObject): void {
    const state = { ...stateOf(object), at: this.elapsed };
    this.states.set(state.key, state);
    this.history.push(state);
  }
}

/** @internal for its test */
export function stateOf(object: JsonObject): Omit<UnitState, 'at'> {
  const ready = mapsOf(field(object, 'status', 'conditions')).find(({ type }) => type === 'Ready');
  const generation = field(object, 'metadata', 'generation');
  return {
    key: keyOf(object),
    ready: (ready?.status ?? 'Unknown') as UnitState['ready'],
    reason: String(ready?.reason ?? ''),
    message: String(ready?.message ?? ''),
    applied: String(field(object, 'status', 'lastAppliedRevision') ?? ''),
    attempted: String(field(object, 'status', 'lastAttemptedRevision') ?? ''),
    current: field(object, 'status', 'observedGeneration') === generation && ready?.observedGeneration === generation,
    object,
  };
}

function keyOf({ metadata }: JsonObject): string {
  return `${field(metadata, 'namespace')}/${field(metadata, 'name')}`;
}
