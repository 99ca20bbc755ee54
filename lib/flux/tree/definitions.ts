import { isBuiltInGroup } from '../built-in-groups.js';
import { KNOWN_OPERATORS } from '../known-operators.js';
import { field } from '../kustomize/built.js';
import { chartOf, HELM_GROUP } from '../presence/releases.js';
import type { AppliedObject, FluxUnit, TreeView } from './view.js';

/** Who brings the definitions of an API group. */
export interface DefinitionSource {
  readonly unit: FluxUnit;
  /** What brings them: a chart or operator, or the definitions themselves, which Flux applies before all else. */
  readonly by: 'declared' | 'chart' | 'definition';
  /** The HelmRelease or CustomResourceDefinition; undefined where the unit is declared to. */
  readonly object?: AppliedObject;
}

/** Definitions by group, and by kind where they are written out. */
export interface Definitions {
  /** Who brings a kind; empty where nobody does. */
  of(group: string, kind: string): readonly DefinitionSource[];
  /** True where somebody outside of the tree brings the group. */
  isExternal(group: string): boolean;
  /**
   * True where a chart of the tree may bring the group although nobody says so: an operator's group mostly bears its
   * name, `kopiur.example.org`. Always false where everything is declared.
   */
  mayCome(group: string): boolean;
}

const cache = new WeakMap<TreeView, Definitions>();

/** Who brings the definition of each custom kind, collected once a check. */
export function definitions(view: TreeView): Definitions {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  return known;
}

function collect(view: TreeView): Definitions {
  const { settings, units, index } = view;
  const byGroup = new Map<string, DefinitionSource[]>();
  const byKind = new Map<string, DefinitionSource[]>();
  for (const unit of units) {
    for (const group of settings.provides.get(unit.name) ?? []) add(byGroup, group, { unit, by: 'declared' });
  }
  for (const object of index.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition')) {
    const { unit } = object;
    const group = field(object.object, 'spec', 'group');
    const kind = field(object.object, 'spec', 'names', 'kind');
    if (unit !== undefined) add(byKind, `${group}/${kind}`, { unit, by: 'definition', object });
  }
  const fromCharts = new Map<string, DefinitionSource[]>();
  for (const object of index.ofKind(HELM_GROUP, 'HelmRelease')) {
    const { unit } = object;
    const groups = KNOWN_OPERATORS.get(chartOf(object, view) ?? '') ?? [];
    if (unit !== undefined) for (const group of groups) add(fromCharts, group, { unit, by: 'chart', object });
  }
  return {
    of: (group, kind) => byKind.get(`${group}/${kind}`) ?? byGroup.get(group) ?? fromCharts.get(group) ?? [],
    mayCome: (group) => !settings.declared && group.split('.').some((part) => operatorNames(view).has(part)),
    isExternal: (group) => isBuiltInGroup(group) || settings.externalGroups.has(group),
  };
}

const namesCache = new WeakMap<TreeView, ReadonlySet<string>>();

/** Names of charts, and what is left of them without `-operator`. */
function operatorNames(view: TreeView): ReadonlySet<string> {
  const known = namesCache.get(view);
  if (known !== undefined) return known;
  const charts = view.index.ofKind(HELM_GROUP, 'HelmRelease').flatMap((release) => chartOf(release, view) ?? []);
  const names = new Set(charts.flatMap((chart) => [chart, chart.replace(/-(?:operator|controller|crds)$/, '')]));
  // A chart may be called so, and says nothing.
  for (const word of ['operator', 'k8s', 'x-k8s', 'storage', 'monitoring']) names.delete(word);
  namesCache.set(view, names);
  return names;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
