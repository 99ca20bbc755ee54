import { byCodeUnit } from '../model/code-unit-order.js';

/** Names and what each depends on. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Every elementary dependency cycle that a depth-first walk meets, whole: `['vault', 'authentik', 'vault']`.
 * One such cycle stops event-driven reconciliation for all (kustomize-controller #1712). Linear in edges.
 */
export function findCycles(graph: DependencyGraph): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const onPath = new Map<string, number>();
  const path: string[] = [];
  // An explicit stack: a chain of thousands of units must not overflow the call stack.
  for (const root of [...graph.keys()].sort(byCodeUnit)) {
    if (done.has(root)) continue;
    const stack: { name: string; next: number }[] = [];
    const enter = (name: string) => {
      onPath.set(name, path.length);
      path.push(name);
      stack.push({ name, next: 0 });
    };
    enter(root);
    while (stack.length > 0) {
      const frame = stack[stack.length - 1] as { name: string; next: number };
      const dependency = graph.get(frame.name)?.[frame.next++];
      if (dependency === undefined) {
        stack.pop();
        path.pop();
        onPath.delete(frame.name);
        done.add(frame.name);
      } else if (onPath.has(dependency)) {
        cycles.push([...path.slice(onPath.get(dependency)), dependency]);
      } else if (!done.has(dependency) && graph.has(dependency)) {
        enter(dependency);
      }
    }
  }
  return cycles;
}
