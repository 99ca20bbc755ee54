import { isMap } from '../../flux/kustomize/built.js';

/** Things with labels, found by one of them, so that a thousand selectors do not each look at a thousand pods. */
export class ByLabel<T> {
  private readonly found = new Map<string, T[]>();

  add(labels: Readonly<Record<string, unknown>>, thing: T): void {
    for (const [key, value] of Object.entries(labels)) {
      const name = `${key}=${String(value)}`;
      const list = this.found.get(name);
      if (list === undefined) this.found.set(name, [thing]);
      else list.push(thing);
    }
  }

  /** Those that have the first label of a map; whoever asks has to compare the others. */
  withFirst(labels: unknown): readonly T[] {
    const [first] = Object.entries(isMap(labels) ? labels : {});
    return first === undefined ? [] : (this.found.get(`${first[0]}=${String(first[1])}`) ?? []);
  }

  /** Those that were added under any of some labels, each once. */
  withAny(labels: Readonly<Record<string, unknown>>): T[] {
    const all = Object.entries(labels).flatMap(([key, value]) => this.found.get(`${key}=${String(value)}`) ?? []);
    return [...new Set(all)];
  }
}
