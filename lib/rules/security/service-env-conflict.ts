import { mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, type PodTemplate, podsOf } from '../../flux/pods.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Apps that read `<PREFIX>_PORT` or more of that form as their own settings, by a part of the image's name. */
const READS: readonly (readonly [image: string, prefix: string])[] = [
  ['bazel-remote', 'BAZEL_REMOTE'],
  ['n8n', 'N8N'],
  ['uptime-kuma', 'UPTIME_KUMA'],
  ['paperless', 'PAPERLESS'],
  ['registry', 'REGISTRY'],
  ['distribution', 'REGISTRY'],
  ['grafana', 'GRAFANA'],
  ['clickhouse', 'CLICKHOUSE'],
  ['vaultwarden', 'ROCKET'],
  ['gotenberg', 'API'],
  ['kibana', 'KIBANA'],
  ['nexus', 'NEXUS'],
  ['syncthing', 'SYNCTHING'],
  ['romm', 'ROMM'],
  ['minio', 'MINIO'],
];

/** Kubernetes gives each pod `<SERVICE>_PORT=tcp://…` for each Service of its namespace (trap 67). */
export const serviceEnvConflict: TreeRule = {
  name: 'service-env-conflict',
  severity: 'warning',
  description:
    'A Service is named like the prefix of an app’s own variables. Kubernetes injects <SERVICE>_PORT=tcp://… and more into every pod of the namespace that has service links, and the app takes them for its settings and does not start.',
  remediation: 'set enableServiceLinks: false on the pod, or give the Service another name',
  sources: ['S3-78', 'trap 67'],
  *check(view) {
    const services = servicesByNamespace(view);
    for (const pod of podsOf(view)) {
      if (pod.spec.enableServiceLinks === false) continue;
      const own = services.get(pod.namespace);
      if (own === undefined) continue;
      for (const [prefix, why] of prefixesOf(pod)) {
        const name = own.get(prefix)?.id.name;
        if (name === undefined) continue;
        yield {
          at: pod.owner,
          path: [...pod.path, 'spec', 'enableServiceLinks'],
          message: `Service "${name}" puts ${prefix}_PORT and more into its pods, and ${why}`,
        };
      }
    }
  },
};

/** Prefixes of variables that a pod's apps read, and how that shows. */
function prefixesOf(pod: PodTemplate): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, container } of containersOf(pod)) {
    const image = String(container.image ?? '');
    for (const [part, prefix] of READS) {
      if (image.includes(part)) found.set(prefix, `container "${name}" reads variables of that name as settings`);
    }
    const own = new Set(mapsOf(container.env).map(({ name: variable }) => variable));
    for (const variable of own) {
      if (typeof variable !== 'string') continue;
      const parts = variable.split('_');
      // A_B_PORT may belong to A or to A_B.
      for (let count = 1; count < parts.length; count++) {
        const prefix = parts.slice(0, count).join('_');
        // What the pod itself says wins over what is injected.
        if (!found.has(prefix) && !own.has(`${prefix}_PORT`))
          found.set(prefix, `container "${name}" is set up by such variables: ${variable}`);
      }
    }
  }
  return found;
}

function servicesByNamespace({ index }: TreeView): Map<string, Map<string, AppliedObject>> {
  const found = new Map<string, Map<string, AppliedObject>>();
  for (const service of index.ofKind('', 'Service')) {
    // A Service without an address of its own, and an alias, inject nothing.
    const spec = service.object.spec as { clusterIP?: unknown; type?: unknown } | undefined;
    if (spec?.clusterIP === 'None' || spec?.type === 'ExternalName') continue;
    const namespace = service.id.namespace ?? '';
    const prefix = service.id.name.toUpperCase().replaceAll('-', '_');
    const of = found.get(namespace) ?? new Map<string, AppliedObject>();
    found.set(namespace, of.set(prefix, service));
  }
  return found;
}
