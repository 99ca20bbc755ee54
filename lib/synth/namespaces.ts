import type { DeclaredCluster, ResolvedNamespace } from '../model/cluster.js';
import { by } from '../model/code-unit-order.js';
import type { DeclaredUnit, PodSecurity } from '../model/unit.js';
import type { UnitContents } from './unit-contents.js';

const LEVELS = ['restricted', 'baseline', 'privileged'] as const;

/**
 * Every namespace that the units use, declared exactly once (S0-21): by the unit that brings a Namespace object itself,
 * or by the area of its name, or beside the first unit that needs it. Its level is the least that fits all its units.
 */
export function resolveNamespaces(
  cluster: DeclaredCluster,
  contents: ReadonlyMap<DeclaredUnit, UnitContents>,
): { declared: ResolvedNamespace[]; owners: Map<string, DeclaredUnit> } {
  const owners = new Map<string, DeclaredUnit>();
  const users = new Map<string, DeclaredUnit[]>();
  for (const [unit, { manifests }] of contents) {
    for (const { id } of manifests) if (id.kind === 'Namespace' && id.group === '') owners.set(id.name, unit);
    for (const namespace of namespacesOf(unit, contents.get(unit) as UnitContents)) {
      const known = users.get(namespace);
      if (known === undefined) users.set(namespace, [unit]);
      else known.push(unit);
    }
  }
  const external = new Set(Object.keys(cluster.external.namespaces));
  const declared = [...users]
    .filter(([name]) => !external.has(name) && !owners.has(name))
    .map(([name, units]) => resolveNamespace(name, [...units].sort(by((unit) => `${unit.folder} ${unit.name}`))));
  return { declared: withOwnFiles(declared).sort(by(({ name }) => name)), owners };
}

function resolveNamespace(name: string, units: readonly DeclaredUnit[]): ResolvedNamespace {
  // Where both layers have an area of the name, the one that others build on has the namespace.
  const inArea = units.filter((unit) => unit.area === name);
  const area = inArea.find((unit) => unit.layer === 'infrastructure') ?? inArea[0];
  const first = units.find((unit) => unit.namespace === name) ?? (units[0] as DeclaredUnit);
  const path = area === undefined ? `${first.folder}/namespace.yaml` : `${area.layer}/${name}/namespace.yaml`;
  const inNamespace = units.filter((unit) => unit.namespace === name);
  return { name, security: leastLevel(inNamespace), path, source: (area ?? first).source };
}

/** Namespaces of units in one folder, or of one unit that uses several, would share a file: each gets its own. */
function withOwnFiles(namespaces: readonly ResolvedNamespace[]): ResolvedNamespace[] {
  const users = new Map<string, number>();
  for (const { path } of namespaces) users.set(path, (users.get(path) ?? 0) + 1);
  return namespaces.map((namespace) =>
    (users.get(namespace.path) ?? 0) > 1
      ? { ...namespace, path: namespace.path.replace(/namespace\.yaml$/, `namespace-${namespace.name}.yaml`) }
      : namespace,
  );
}

function leastLevel(units: readonly DeclaredUnit[]): PodSecurity {
  const asked = units.flatMap(({ name, podSecurity }) => (podSecurity === undefined ? [] : [{ name, ...podSecurity }]));
  const level = LEVELS[Math.max(0, ...asked.map((one) => LEVELS.indexOf(one.level)))] ?? 'restricted';
  const reasons = asked.filter((one) => one.level !== 'restricted').map(({ name, reason }) => `${name}: ${reason}`);
  return { level, reason: reasons.join('; ') };
}

function namespacesOf(unit: DeclaredUnit, { manifests, configFiles }: UnitContents): Set<string> {
  const names = [
    ...manifests.map(({ id }) => id.namespace),
    ...configFiles.map(({ namespace }) => namespace),
    ...unit.secretFiles.map(({ declaration }) => declaration.namespace),
  ];
  return new Set(names.filter((name) => name !== undefined));
}
