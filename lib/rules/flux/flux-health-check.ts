import { field, mapsOf } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { releasesIn } from '../../flux/presence/releases.js';
import { mayBeBrought } from '../../flux/presence/undeclared.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { apiGroup, formatResourceId, type ResourceId } from '../../model/manifest.js';
import { hintForUnknown } from '../../model/names.js';
import { isClusterScoped } from '../../model/scope.js';
import type { TreeRule } from '../tree-rule.js';

/** A health check for what never comes fails the Kustomization at its timeout, and stops what depends on it. */
export const fluxHealthCheck: TreeRule = {
  name: 'flux-health-check',
  severity: 'error',
  description:
    'A health check names an object that nothing brings, or with another API or namespace: the Kustomization never becomes ready, and what depends on it is not applied.',
  remediation: 'name the object as it is in the cluster',
  sources: ['DC-14', 'S3-07', 'VERIFIED: Kustomization'],
  *check(view) {
    for (const { kustomization: at } of view.units) {
      for (const [index] of mapsOf(field(at.object, 'spec', 'healthChecks')).entries()) yield* check(view, at, index);
      for (const [index, one] of mapsOf(field(at.object, 'spec', 'healthCheckExprs')).entries()) {
        if (typeof one.current === 'string' && one.current !== '') continue;
        const message = 'does not say when an object is current';
        yield { at, path: ['spec', 'healthCheckExprs', index, 'current'], message, hint: 'give a CEL expression' };
      }
    }
  },
};

function* check(view: TreeView, at: AppliedObject, index: number): Iterable<TreeFinding> {
  const path = ['spec', 'healthChecks', index];
  const entry = mapsOf(field(at.object, 'spec', 'healthChecks'))[index];
  const { apiVersion = '', kind, name, namespace } = entry ?? {};
  if ([apiVersion, kind, name].some((one) => typeof one !== 'string' || isUnknown(one))) return;
  const group = apiGroup(String(apiVersion));
  const home = typeof namespace === 'string' ? namespace : undefined;
  const scoped = isClusterScoped(group, String(kind)) || home === undefined ? {} : { namespace: home };
  const target = { group, kind: String(kind), name: String(name), ...scoped };
  const there = presence(view);
  if (there.has(target) || isUnknown(home) || mayBeThere(view, target)) return;
  const others = view.index.all.filter(({ id }) => id.kind === kind && id.name === name);
  const otherGroup = others.find(({ id }) => id.namespace === target.namespace);
  if (otherGroup !== undefined) {
    const message = `has apiVersion "${apiVersion}", and ${formatResourceId(target)} has "${otherGroup.object.apiVersion}"`;
    yield { at, path: [...path, 'apiVersion'], message };
    return;
  }
  const elsewhere = others.find(({ id }) => id.group === group)?.id.namespace;
  const message =
    elsewhere === undefined
      ? `checks ${formatResourceId(target)}, which nothing brings`
      : `checks ${formatResourceId(target)}, and it is in namespace ${elsewhere}`;
  const hint = hintForUnknown(target.name, there.names(target));
  // A chart in that namespace may make it.
  const possible = elsewhere === undefined && home !== undefined && releasesIn(view, home).length > 0;
  yield { at, path, message, hint, severity: possible ? 'warning' : 'error' };
}

/** Where not all is declared: what a chart or an operator may make, and definitions that the tree itself does not have. */
function mayBeThere(view: TreeView, target: ResourceId): boolean {
  if (view.settings.declared) return false;
  if (target.kind !== 'CustomResourceDefinition') return mayBeBrought(view, target);
  const group = target.name.replace(/^[^.]*\./, '');
  const own = view.index.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition');
  return !own.some(({ object }) => field(object, 'spec', 'group') === group);
}
