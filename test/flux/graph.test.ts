import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findCycles } from '../../lib/flux/graph.js';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

describe('findCycles', () => {
  test('shows a cycle whole, with its start repeated at the end', () => {
    expect(findCycles(graph({ vault: ['authentik'], authentik: ['postgres'], postgres: ['vault'] }))).toEqual([
      ['authentik', 'postgres', 'vault', 'authentik'],
    ]);
  });

  test('a unit that depends on itself is a cycle', () => {
    expect(findCycles(graph({ a: ['a'] }))).toEqual([['a', 'a']]);
  });

  test('leaves out what only leads to a cycle', () => {
    expect(findCycles(graph({ a: ['b'], b: ['c'], c: ['b'], d: ['a'] }))).toEqual([['b', 'c', 'b']]);
  });

  test('shows independent cycles all at once', () => {
    expect(findCycles(graph({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] }))).toHaveLength(2);
  });

  test('diamonds and unknown names are no cycle', () => {
    expect(findCycles(graph({ a: ['b', 'c'], b: ['d'], c: ['d', 'nobody'], d: [] }))).toEqual([]);
  });

  test('a chain of 5,000 units does not overflow the stack, closed or open', () => {
    const chain = (close: boolean) =>
      new Map(
        Array.from({ length: 5_000 }, (_, n) => {
          const next = n + 1 < 5_000 ? [`u${n + 1}`] : close ? ['u0'] : [];
          return [`u${n}`, next] as const;
        }),
      );
    expect(findCycles(chain(false))).toEqual([]);
    expect(findCycles(chain(true)).map((cycle) => cycle.length)).toEqual([5_001]);
  });

  test('2,000 units that each depend on all before them take no more than linear time in edges', () => {
    const names = Array.from({ length: 2_000 }, (_, n) => `u${n}`);
    const started = performance.now();
    expect(findCycles(new Map(names.map((name, n) => [name, names.slice(0, n)])))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('finds a cycle exactly where there is one, and every cycle it shows exists', () => {
    const node = fc.integer({ min: 0, max: 7 }).map((n) => `n${n}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 20 }), (edges) => {
        const all = new Map<string, string[]>();
        for (const [from, to] of edges) all.set(from, [...(all.get(from) ?? []), to]);
        const cycles = findCycles(all);
        for (const cycle of cycles) {
          expect(cycle[0]).toBe(cycle.at(-1));
          cycle.slice(1).forEach((to, index) => {
            expect(all.get(cycle[index] as string)).toContain(to);
          });
        }
        expect(cycles.length > 0).toBe(hasCycle(all));
      }),
    );
  });
});

/** By taking away what depends on nothing, until nothing changes: another algorithm than the one under test. */
function hasCycle(edges: ReadonlyMap<string, readonly string[]>): boolean {
  let left = new Map(edges);
  for (;;) {
    const next = new Map([...left].map(([from, to]) => [from, to.filter((one) => left.has(one))] as const));
    const kept = new Map([...next].filter(([, to]) => to.length > 0));
    if (kept.size === left.size) return kept.size > 0;
    left = kept;
  }
}
