import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { pause } from '../../../lib/system/run-program.js';
import { type ApiClient, ApiError } from './client.js';
import { apiVersionOf, collectionOf, type Resource } from './resources.js';

const AGAIN_MS = 250;
/** What somebody else has deleted meanwhile is given up after some tries. */
const GONE_TRIES = 20;

export interface Follower {
  /** Whatever it throws is tried again. */
  handle(object: JsonObject): Promise<unknown>;
  /** Told of every try: undefined where it went well. */
  tried(object: JsonObject, problem: string | undefined): void;
}

/** Lists a kind, watches it, and hands on every object that is new or changed. */
export async function follow(
  api: ApiClient,
  resource: Resource,
  { handle, tried }: Follower,
  stop: AbortSignal,
): Promise<void> {
  const path = collectionOf(resource);
  // The newest state of each object wins: an older one that is still being tried is given up.
  const newest = new Map<unknown, JsonObject>();
  const take = async (listed: JsonObject) => {
    // Items of a list do not say what they are.
    const object = { ...listed, apiVersion: apiVersionOf(resource), kind: resource.kind };
    const uid = field(object, 'metadata', 'uid');
    newest.set(uid, object);
    for (let tries = 0; newest.get(uid) === object && !stop.aborted; tries += 1) {
      try {
        await handle(object);
        tried(object, undefined);
        return;
      } catch (error) {
        tried(object, (error as Error).message);
        if (error instanceof ApiError && error.status === 404 && tries > GONE_TRIES) return;
        await pause(AGAIN_MS);
      }
    }
  };
  while (!stop.aborted) {
    try {
      const list = await api.get(path);
      for (const item of mapsOf(list.items)) void take(item);
      const from = field(list, 'metadata', 'resourceVersion');
      for await (const { type, object } of api.watch(`${path}?watch=1&resourceVersion=${from}`, stop)) {
        if (type === 'ADDED' || type === 'MODIFIED') void take(object);
        if (type !== 'DELETED') continue;
        newest.delete(field(object, 'metadata', 'uid'));
        tried({ ...object, kind: resource.kind }, undefined);
      }
    } catch {
      await pause(AGAIN_MS);
    }
  }
}
