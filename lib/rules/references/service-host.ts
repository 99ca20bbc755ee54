import { mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import { presence } from '../../flux/presence/presence.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { missingObject } from './missing-object.js';

/** A Service by its full name, with the port where a text gives one. */
const HOST =
  /(?<![\w.-])(?:[\w-]+\.)??([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)\.svc(?:\.cluster\.local)?(?![\w-])(?::(\d+))?/g;

/** Services that programs are told to talk to. */
export const serviceHost: TreeRule = {
  name: 'service-host',
  severity: 'error',
  description:
    'An environment variable or argument of a container names a Service of the cluster in full, and there is none, or ' +
    'it has not that port: the program finds no database, no registry, no API.',
  remediation: 'correct name, namespace or port, or declare who brings the Service as external',
  sources: ['DC-09', 'S4-04'],
  *check(view) {
    for (const pod of podsOf(view)) {
      for (const { container, path } of containersOf(pod)) {
        const place = [...pod.path, ...path];
        for (const [index, { value }] of mapsOf(container.env).entries()) {
          yield* judge(view, pod.owner, value, [...place, 'env', index, 'value']);
        }
        for (const list of ['command', 'args'] as const) {
          const texts = Array.isArray(container[list]) ? container[list] : [];
          for (const [index, text] of texts.entries()) yield* judge(view, pod.owner, text, [...place, list, index]);
        }
      }
    }
  },
};

function* judge(view: TreeView, at: AppliedObject, text: unknown, path: JsonPath): Iterable<TreeFinding> {
  if (typeof text !== 'string' || !text.includes('.svc') || isUnknown(text)) return;
  for (const [, name = '', namespace = '', port] of text.matchAll(HOST)) {
    const target = { group: '', kind: 'Service', namespace, name };
    const found = presence(view).get(target);
    if (found === undefined) yield* missingObject(view, { at, path, target });
    else if (port !== undefined && found.ports !== undefined && !found.ports.has(Number(port))) {
      const hint = `its ports are ${[...found.ports].join(', ')}`;
      yield { at, path, message: `names port ${port} of ${formatResourceId(target)}, which it does not have`, hint };
    }
  }
}
