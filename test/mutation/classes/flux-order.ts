import type { JsonObject } from '../../../lib/model/json.js';
import { type DamageClass, damaged, misspell, ofUnit, setField, setIn } from '../damage.js';
import type { FluxUnit, IntactTree } from '../intact-tree.js';
import type { Random } from '../random.js';

/** API groups whose definitions a chart brings, by the release's name. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['prometheus-operator-crds', 'monitoring.coreos.com'],
  ['cloudnative-pg', 'postgresql.cnpg.io'],
]);

/** Order between units: dependsOn, wait, health checks. */
export const fluxOrder: readonly DamageClass[] = [
  {
    name: 'depends-on-unknown',
    weight: 4,
    harm: 'the Kustomization waits for ever for one that does not exist',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^spec\.dependsOn\.\[\]\.name$/)),
  },
  {
    name: 'depends-on-removed',
    weight: 4,
    harm: 'on a fresh cluster the unit is applied before what it needs: its kinds, its namespace or its variables are not there',
    damage(tree, random) {
      const cuts = tree.units.flatMap((unit) =>
        unit.dependsOn
          .filter((name) => !tree.waitsFor(unit, name).has(name) && needs(tree, unit, name))
          .map((name) => ({ unit, name })),
      );
      const cut = random.pick(cuts);
      if (cut === undefined) return undefined;
      const rest = cut.unit.dependsOn.filter((name) => name !== cut.name).map((name) => ({ name }));
      const victim = ofUnit(cut.unit, 'spec', 'dependsOn');
      return setField(tree, victim, rest, `dependsOn "${cut.name}" was removed`);
    },
  },
  {
    name: 'cycle',
    weight: 3,
    harm: 'none of the units in the cycle is ever reconciled',
    damage(tree, random) {
      const length = 1 + random.below(4);
      const chains = random.shuffled(tree.units).map((unit) => chainOf(tree, random, unit, length));
      const chain = chains.find((one) => one.length === length);
      const [first, last] = [chain?.[0], chain?.at(-1)];
      if (chain === undefined || first === undefined || last === undefined) return undefined;
      const names = [...last.dependsOn, first.name].map((name) => ({ name }));
      const shown = [...chain, first].map(({ name }) => name).join(' → ');
      return setIn(tree, last.object, ['spec', 'dependsOn'], names, `cycle ${shown}`);
    },
  },
  {
    name: 'wait-removed',
    weight: 3,
    harm: 'units that depend on this one start before anything of it is ready',
    damage(tree, random) {
      const awaited = tree.units.filter((unit) => dependents(tree, unit).length > 0);
      const unit = random.pick(awaited.filter((one) => ofUnit(one, 'spec', 'wait').value !== false));
      return unit && setField(tree, ofUnit(unit, 'spec', 'wait'), false, 'wait is false, without health checks');
    },
  },
  {
    name: 'health-check-unknown',
    weight: 2,
    harm: 'the Kustomization waits for an object that never comes, fails with a timeout, and so does all that depends on it',
    damage(tree, random) {
      const workloads = tree
        .ofKind('Deployment', 'HelmRelease')
        .map((object) => ({ object, unit: tree.unitOf(object.file) }));
      const picked = random.pick(workloads.filter(({ unit }) => unit !== undefined));
      if (picked?.unit === undefined) return undefined;
      const { kind, name, namespace, object } = picked.object;
      const wrong = random.pick([
        { name: `${name}-server` },
        { kind: 'StatefulSet', apiVersion: 'apps/v1' },
        { namespace: 'default' },
      ]);
      const check = { apiVersion: String(object.apiVersion), kind, name, namespace, ...wrong };
      const text = tree.editedText(picked.unit.object.file, picked.unit.object.index, (document) => {
        document.setIn(['spec', 'wait'], false);
        document.setIn(['spec', 'healthChecks'], document.createNode([check]));
      });
      const where = `${picked.unit.object.file}: Kustomization/${picked.unit.name}`;
      return damaged(
        tree,
        { [picked.unit.object.file]: text },
        `checks ${check.kind} ${check.namespace}/${check.name}`,
        where,
      );
    },
  },
  {
    name: 'suspended',
    weight: 1,
    harm: 'left in Git, it keeps a fresh cluster from ever getting the unit and all that depends on it',
    damage(tree, random) {
      const unit = random.pick(tree.units.filter((one) => dependents(tree, one).length > 0));
      return unit && setIn(tree, unit.object, ['spec', 'suspend'], true, 'suspend: true was left');
    },
  },
  {
    name: 'timeout-too-short',
    weight: 2,
    harm: 'the Kustomization gives up before its HelmRelease does, at every installation that takes its time',
    damage(tree, random) {
      const units = tree.units.filter(({ files }) => tree.ofKind('HelmRelease').some(({ file }) => files.has(file)));
      const unit = random.pick(units);
      return unit && setField(tree, ofUnit(unit, 'spec', 'timeout'), random.pick(['1m', '2m', '30s']));
    },
  },
];

/** Units that name this one. */
export function dependents(tree: IntactTree, { name }: FluxUnit): FluxUnit[] {
  return tree.units.filter(({ dependsOn }) => dependsOn.includes(name));
}

/** A chain of units, each depending on the one before it: the first is what the last one must not be waited for by. */
function chainOf(tree: IntactTree, random: Random, start: FluxUnit, length: number): FluxUnit[] {
  const chain = [start];
  while (chain.length < length) {
    const below = chain.at(-1)?.dependsOn.flatMap((name) => tree.units.filter((unit) => unit.name === name)) ?? [];
    const next = random.pick(below);
    if (next === undefined) break;
    chain.push(next);
  }
  return chain;
}

/** Whether the objects of a unit cannot be applied before those of another: kinds, namespaces and variables. */
function needs(tree: IntactTree, unit: FluxUnit, name: string): boolean {
  const other = tree.units.find((one) => one.name === name);
  if (other === undefined) return false;
  const inside = ({ files }: FluxUnit) => tree.objects.filter(({ file }) => files.has(file));
  const [own, theirs] = [inside(unit), inside(other)];
  const spec = unit.object.object.spec as { postBuild?: { substituteFrom?: readonly JsonObject[] } };
  const sources = (spec.postBuild?.substituteFrom ?? []).map((source) => source.name);
  const groups = theirs.flatMap((one) => (one.kind === 'HelmRelease' ? [OPERATORS.get(one.name)] : []));
  return theirs.some(
    (one) =>
      (one.kind === 'Secret' && sources.includes(one.name)) ||
      (one.kind === 'Namespace' && own.some(({ namespace }) => namespace === one.name)) ||
      (one.kind === 'HelmRelease' &&
        own.some(({ object }) => groups.includes(String(object.apiVersion).split('/')[0]))),
  );
}
