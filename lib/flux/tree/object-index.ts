import type { ResourceId } from '../../model/manifest.js';
import type { AppliedObject, ObjectIndex } from './view.js';

/** The index over all objects of a tree, filled once. */
export class AppliedObjects implements ObjectIndex {
  private readonly byKind = new Map<string, AppliedObject[]>();
  private readonly byId = new Map<string, AppliedObject[]>();

  constructor(readonly all: readonly AppliedObject[]) {
    for (const object of all) {
      add(this.byKind, `${object.id.group}/${object.id.kind}`, object);
      add(this.byId, idKey(object.id), object);
    }
  }

  ofKind(group: string, kind: string): readonly AppliedObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  get(id: ResourceId): AppliedObject | undefined {
    return this.byId.get(idKey(id))?.[0];
  }

  get identities(): ReadonlyMap<string, readonly AppliedObject[]> {
    return this.byId;
  }
}

/** An identity as one text. */
export function idKey({ group, kind, namespace, name }: ResourceId): string {
  return `${group}/${kind}/${namespace ?? ''}/${name}`;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
