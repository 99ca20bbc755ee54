import { installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, type PodTemplate, podsOf } from '../../flux/pods.js';
import type { JsonPath } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Kinds whose pods run on when a ConfigMap changes. */
const RUN_ON = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);
const MARK = /checksum|hash|reloader|restartedAt|config-version/i;

/** A changed config that no pod reads looks applied everywhere (trap 6). */
export const configRestart: TreeRule = {
  name: 'config-restart',
  severity: 'warning',
  description:
    'Pods use a ConfigMap of the tree, and nothing restarts them when it changes: environment and single files stay as they are until somebody restarts the pod, so that a new tunnel rule or setting is applied, green, and without effect.',
  remediation:
    'give the pod template an annotation with a checksum of the config, a name with a hash (configMapGenerator), or Reloader’s annotation',
  sources: ['S1-05', 'trap 6'],
  *check(view) {
    const reloadsAll = installsOf(view, ['reloader']).some(
      ({ values }) => field(values, 'reloader', 'autoReloadAll') === true,
    );
    if (reloadsAll) return;
    for (const pod of podsOf(view)) {
      if (!RUN_ON.has(pod.owner.id.kind) || isMarked(pod)) continue;
      for (const { name, path } of configMapsOf(pod)) {
        const id = { group: '', kind: 'ConfigMap', namespace: pod.namespace, name };
        const map = view.index.get(id);
        if (map === undefined || map.object.immutable === true || /-[0-9a-z]{10}$/.test(name)) continue;
        yield {
          at: pod.owner,
          path: [...pod.path, ...path],
          message: `its pods keep what ConfigMap "${name}" says when they start`,
        };
      }
    }
  },
};

function isMarked({ annotations, owner }: PodTemplate): boolean {
  const own = field(owner.object, 'metadata', 'annotations');
  return [...Object.keys(annotations), ...Object.keys(isMap(own) ? own : {})].some((key) => MARK.test(key));
}

function* configMapsOf(pod: PodTemplate): Iterable<{ readonly name: string; readonly path: JsonPath }> {
  const seen = new Set<string>();
  const once = function* (name: unknown, path: JsonPath) {
    if (typeof name !== 'string' || seen.has(name)) return;
    seen.add(name);
    yield { name, path };
  };
  for (const [index, volume] of mapsOf(pod.spec.volumes).entries()) {
    yield* once(field(volume, 'configMap', 'name'), ['spec', 'volumes', index, 'configMap', 'name']);
  }
  for (const { container, path } of containersOf(pod)) {
    for (const [index, from] of mapsOf(container.envFrom).entries()) {
      yield* once(field(from, 'configMapRef', 'name'), [...path, 'envFrom', index, 'configMapRef', 'name']);
    }
    for (const [index, from] of mapsOf(container.env).entries()) {
      const at = [...path, 'env', index, 'valueFrom', 'configMapKeyRef', 'name'];
      yield* once(field(from, 'valueFrom', 'configMapKeyRef', 'name'), at);
    }
  }
}
