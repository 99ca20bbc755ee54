import { field, mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';

/** Right for cores, and never meant for memory. */
const THOUSANDTHS = /^\d+m$/;

/** Without a limit one container's leak takes the node's memory, and the kernel kills a neighbour. */
export const resourceLimits: TreeRule = {
  name: 'resource-limits',
  severity: 'warning',
  description:
    'A container has no memory limit, or requests nothing: a leak then takes the memory of the whole node, which kills neighbours, and the scheduler puts pods where there is no room. Or it counts memory in thousandths of a byte (`512m`), and never starts.',
  remediation: 'give it requests.cpu, requests.memory and limits.memory, or the namespace a LimitRange with defaults',
  sources: ['S1-78', 'X-18'],
  *check(view) {
    const defaults = containerDefaults(view);
    for (const pod of podsOf(view)) {
      const ofNamespace = defaults.get(pod.namespace) ?? {};
      const ofPod = field(pod.spec, 'resources');
      for (const { list, name, container, path } of containersOf(pod)) {
        if (list === 'ephemeralContainers') continue;
        for (const part of ['requests', 'limits']) {
          const memory = field(container.resources, part, 'memory');
          if (typeof memory !== 'string' || !THOUSANDTHS.test(memory)) continue;
          const place = [...pod.path, ...path, 'resources', part, 'memory'];
          const message = `memory of container "${name}" is ${memory}, in thousandths of a byte`;
          yield { at: pod.owner, path: place, message, hint: 'M and Mi are millions of bytes' };
        }
        const missing = missingFrom([container.resources, ofPod, ofNamespace]);
        if (missing.length === 0) continue;
        const at = [...pod.path, ...path, 'resources'];
        yield { at: pod.owner, path: at, message: `container "${name}" has no ${missing.join(' and no ')}` };
      }
    }
  },
};

/** What none of some `resources` gives. A limit is a request, too. */
function missingFrom(sources: readonly unknown[]): string[] {
  const has = (part: string, resource: string) =>
    sources.some((source) => (field(source, part, resource) ?? '') !== '');
  const missing: string[] = [];
  if (!has('limits', 'memory')) missing.push('memory limit');
  for (const resource of ['cpu', 'memory']) {
    if (!has('requests', resource) && !has('limits', resource)) missing.push(`${resource} request`);
  }
  return missing;
}

/** What a LimitRange gives containers that ask for nothing, by namespace, as `resources`. */
function containerDefaults({ index }: TreeView): Map<string, JsonObject> {
  const defaults = new Map<string, JsonObject>();
  for (const { id, object } of index.ofKind('', 'LimitRange')) {
    for (const item of mapsOf(field(object, 'spec', 'limits'))) {
      if (item.type !== 'Container') continue;
      defaults.set(id.namespace ?? '', { limits: item.default ?? {}, requests: item.defaultRequest ?? {} });
    }
  }
  return defaults;
}
