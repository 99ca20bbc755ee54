import { findCycles } from '../../flux/graph.js';
import { field, mapsOf } from '../../flux/kustomize/built.js';
import { needConventions } from '../../flux/tree/need-conventions.js';
import { unitGraph, unitKey, waits } from '../../flux/tree/unit-graph.js';
import { unitNeeds } from '../../flux/tree/unit-needs.js';
import type { FluxUnit, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

type Edges = Map<string, Map<string, string>>;

/** One cycle stops event-driven reconciliation for all units (kustomize-controller #1712), and its own units for ever. */
export const fluxCycle: TreeRule = {
  name: 'flux-cycle',
  severity: 'error',
  description:
    'Kustomizations wait for each other in a circle, by dependsOn or by what one needs of another: none of them ever becomes ready.',
  remediation: 'split one of them, so that what the other needs comes in an earlier one',
  sources: ['DC-09', 'S3-07', 'S3-16', 'trap 86'],
  *check(view) {
    const units = new Map(view.units.map((unit) => [unitKey(unit), unit]));
    const declared = dependsOnEdges(view);
    const seen = new Set<string>();
    for (const edges of [declared, withNeeds(view, declared)]) {
      for (const cycle of cyclesOf(edges)) {
        const key = [...new Set(cycle)].sort().join(' ');
        if (cycle.length < 3 || seen.has(key) || !blocks(cycle, edges)) continue;
        seen.add(key);
        yield finding(cycle, edges, units);
      }
    }
  },
};

function dependsOnEdges(view: TreeView): Edges {
  const graph = unitGraph(view);
  const edges: Edges = new Map(view.units.map((unit) => [unitKey(unit), new Map<string, string>()]));
  for (const unit of view.units) {
    for (const { unit: one } of graph.dependenciesOf(unit)) if (one !== undefined) connect(edges, unit, one, '');
  }
  return edges;
}

/** With what makes a unit wait besides dependsOn. */
function withNeeds(view: TreeView, declared: Edges): Edges {
  const graph = unitGraph(view);
  const edges: Edges = new Map([...declared].map(([key, to]) => [key, new Map(to)]));
  for (const unit of view.units) {
    // Who waits for what it applies waits for the Kustomizations among it.
    if (waits(unit)) for (const child of graph.children(unit)) connect(edges, unit, child, 'waits for it');
    for (const { object } of unit.objects.filter(({ id }) => id.kind === 'HelmRelease')) {
      for (const { name, namespace } of mapsOf(field(object, 'spec', 'dependsOn'))) {
        const home = String(namespace ?? field(object, 'metadata', 'namespace'));
        const id = { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', namespace: home, name: String(name) };
        const provider = view.index.get(id)?.unit;
        if (provider !== undefined && waits(unit)) connect(edges, unit, provider, `HelmRelease ${home}/${name}`);
      }
    }
  }
  const { accepted } = needConventions(view);
  for (const need of unitNeeds(view)) {
    // Nobody waits for what bootstrap installs.
    if (accepted.has(need)) continue;
    const { unit, providers, what, hard } = need;
    const [provider, ...others] = providers;
    if (provider === undefined || others.length > 0 || (!hard && !waits(unit))) continue;
    if (![...graph.ancestors(unit)].includes(provider)) connect(edges, unit, provider, what);
  }
  return edges;
}

function connect(edges: Edges, from: FluxUnit, to: FluxUnit, why: string): void {
  const out = edges.get(unitKey(from));
  if (from !== to && out !== undefined && !out.has(unitKey(to))) out.set(unitKey(to), why);
}

function cyclesOf(edges: Edges): string[][] {
  return findCycles(new Map([...edges].map(([key, to]) => [key, [...to.keys()]])));
}

/** Needs alone do not block: both are applied, and meet in the cluster. One dependsOn in the circle does. */
function blocks(cycle: readonly string[], edges: Edges): boolean {
  return steps(cycle, edges).some((why) => why === '');
}

function steps(cycle: readonly string[], edges: Edges): string[] {
  return cycle.slice(1).map((key, index) => edges.get(cycle[index] as string)?.get(key) ?? '');
}

function finding(cycle: readonly string[], edges: Edges, units: ReadonlyMap<string, FluxUnit>): TreeFinding {
  const names = cycle.map((key) => units.get(key)?.name ?? key);
  const shown = steps(cycle, edges).map((why, index) => `${why === '' ? '' : ` (${why})`} → ${names[index + 1]}`);
  const first = units.get(cycle[0] as string) as FluxUnit;
  const message = `Kustomizations wait for each other: ${names[0]}${shown.join('')}`;
  return { at: first.kustomization, path: ['spec', 'dependsOn'], message };
}
