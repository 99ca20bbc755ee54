import { field, mapsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { GATEWAY_GROUP, routeServices } from './route-backends.js';

/** Routes and Gateways that reach into another namespace without its leave. */
export const referenceGrant: TreeRule = {
  name: 'reference-grant',
  severity: 'error',
  description:
    'A route sends to a Service, or a Gateway takes a certificate, of another namespace, where no ReferenceGrant ' +
    'allows it: the Gateway answers 500, or the listener stays without a certificate.',
  remediation: 'put the route beside its Service, or a ReferenceGrant into the namespace of what is referred to',
  sources: ['S1-27'],
  *check(view) {
    for (const { at, path, namespace, name } of routeServices(view)) {
      yield* unlessGranted(view, at, path, 'Service', namespace, name);
    }
    for (const at of view.index.ofKind(GATEWAY_GROUP, 'Gateway')) {
      for (const [listener, { tls }] of mapsOf(field(at.object, 'spec', 'listeners')).entries()) {
        for (const [place, { name, namespace }] of mapsOf(field(tls, 'certificateRefs')).entries()) {
          const path = ['spec', 'listeners', listener, 'tls', 'certificateRefs', place, 'name'];
          if (typeof name === 'string' && typeof namespace === 'string') {
            yield* unlessGranted(view, at, path, 'Secret', namespace, name);
          }
        }
      }
    }
  },
};

function* unlessGranted(
  view: TreeView,
  at: AppliedObject,
  path: JsonPath,
  kind: string,
  namespace: string,
  name: string,
): Iterable<TreeFinding> {
  if (namespace === at.id.namespace || isGranted(view, at, kind, namespace, name)) return;
  yield { at, path, message: `refers to ${kind} ${namespace}/${name}, and no ReferenceGrant there allows it` };
}

function isGranted(
  { index, settings }: TreeView,
  { id }: AppliedObject,
  kind: string,
  namespace: string,
  name: string,
) {
  const grants = index.ofKind(GATEWAY_GROUP, 'ReferenceGrant').filter((grant) => grant.id.namespace === namespace);
  const declared = settings.external.some((one) => one.kind === 'ReferenceGrant' && one.namespace === namespace);
  return (
    declared ||
    grants.some(({ object: { spec } }) => {
      const from = mapsOf(field(spec, 'from')).some(
        (one) => one.group === id.group && one.kind === id.kind && one.namespace === id.namespace,
      );
      const to = mapsOf(field(spec, 'to')).some(
        (one) => (one.group ?? '') === '' && one.kind === kind && (one.name === undefined || one.name === name),
      );
      return from && to;
    })
  );
}
