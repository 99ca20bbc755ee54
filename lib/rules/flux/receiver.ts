import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { mayBeBrought } from '../../flux/presence/undeclared.js';
import { fluxNamespace } from '../../flux/tree/flux-namespace.js';
import { fluxObjects, NOTIFICATION_GROUP } from '../../flux/tree/flux-objects.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { apiGroup, formatResourceId } from '../../model/manifest.js';
import { hintForUnknown } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';

/** A webhook that fails is not seen: Flux reconciles all the same, only later. */
export const receiver: TreeRule = {
  name: 'receiver',
  severity: 'error',
  description:
    'A Receiver names resources that are not there, or leaves out the ping that GitHub sends first, or the tree brings the Service of the receiver that Flux brings itself: pushes no longer start a reconciliation.',
  remediation: 'list ping among the events, and sources of this cluster among the resources',
  sources: ['S1-01', 'S1-03', 'trap 1', 'trap 2', 'trap 4', 'VERIFIED: Receiver'],
  *check(view) {
    for (const at of fluxObjects(view, NOTIFICATION_GROUP, 'Receiver')) {
      const events = textsOf(field(at.object, 'spec', 'events'));
      if (field(at.object, 'spec', 'type') === 'github' && events.length > 0 && !events.includes('ping')) {
        const message = 'leaves out ping, so that GitHub shows the webhook as failed';
        yield { at, path: ['spec', 'events'], message };
      }
      const resources = mapsOf(field(at.object, 'spec', 'resources'));
      for (const index of resources.keys()) yield* resource(view, at, index);
    }
    yield* ownService(view);
  },
};

function* resource(view: TreeView, at: AppliedObject, index: number): Iterable<TreeFinding> {
  const entry = mapsOf(field(at.object, 'spec', 'resources'))[index] ?? {};
  const { apiVersion = 'source.toolkit.fluxcd.io/v1', kind, name, namespace = at.id.namespace } = entry;
  const path = ['spec', 'resources', index];
  if (name === '*') {
    if (isMap(entry.matchLabels)) return;
    const message = 'names all of a kind without matchLabels, which Flux refuses';
    yield { at, path: [...path, 'name'], message, hint: 'name one, or add matchLabels' };
    return;
  }
  const group = apiGroup(String(apiVersion));
  const there = fluxObjects(view, group, String(kind)).filter(({ id }) => id.namespace === namespace);
  if (there.some(({ id }) => id.name === name)) return;
  const target = { group, kind: String(kind), namespace: String(namespace), name: String(name) };
  if (presence(view).has(target) || mayBeBrought(view, target)) return;
  const hint = hintForUnknown(
    target.name,
    there.map(({ id }) => id.name),
  );
  yield { at, path: [...path, 'name'], message: `names ${formatResourceId(target)}, which nothing brings`, hint };
}

/** Two owners of one Service undo each other's changes. */
function* ownService(view: TreeView): Iterable<TreeFinding> {
  const namespace = fluxNamespace(view);
  if (namespace === undefined) return;
  const at = view.index.get({ group: '', kind: 'Service', namespace, name: 'webhook-receiver' });
  // The files that `flux bootstrap` makes bring it along with the controllers.
  const controller = { group: 'apps', kind: 'Deployment', namespace, name: 'notification-controller' };
  if (at === undefined || view.index.get(controller) !== undefined) return;
  const message = 'is the Service that Flux itself brings: the two undo each other';
  yield { at, message, hint: 'give the Service another name' };
}
