import { field } from '../../../lib/flux/kustomize/built.js';
import { presence } from '../../../lib/flux/presence/presence.js';
import type { TreeView } from '../../../lib/flux/tree/view.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { formatResourceId } from '../../../lib/model/manifest.js';
import { secretReferences } from '../../../lib/secrets/consumers/object-references.js';
import type { ApiClient } from '../api/client.js';
import { missingReference } from '../simulate/kubelet.js';
import { inParallel } from '../system/in-parallel.js';
import type { RunFinding } from './finding.js';

/** Where each kind of workload has its pods' template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['spec', 'template', 'spec'],
  'apps/StatefulSet': ['spec', 'template', 'spec'],
  'apps/DaemonSet': ['spec', 'template', 'spec'],
  'batch/Job': ['spec', 'template', 'spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  '/Pod': ['spec'],
};

/** Every Secret and ConfigMap that a workload of the tree names is there, with its key; and what releases name of Secrets. */
export async function checkNamedKeys(api: ApiClient, view: TreeView): Promise<readonly RunFinding[]> {
  const found = await inParallel(view.index.all, async ({ id, object }): Promise<RunFinding[]> => {
    const at = (message: string) => ({ check: 'named keys', subject: formatResourceId(id), message });
    const template = TEMPLATES[`${id.group}/${id.kind}`];
    if (template !== undefined) {
      const missing = await missingReference(api, id.namespace ?? '', field(object, ...template));
      return missing === undefined ? [] : [at(missing)];
    }
    if (id.kind !== 'HelmRelease') return [];
    const namespace = String(field(object, 'spec', 'targetNamespace') ?? id.namespace);
    const refs = secretReferences(field(object, 'spec', 'values') as JsonObject | undefined);
    const known = refs.filter(({ name }) => presence(view).has({ group: '', kind: 'Secret', namespace, name }));
    const asked = await Promise.all(known.map(({ name }) => isThere(api, namespace, name)));
    return known.filter((_, index) => !asked[index]).map(({ name }) => at(`Secret ${namespace}/${name} is not there`));
  });
  return found.flat();
}

function isThere(api: ApiClient, namespace: string, name: string): Promise<boolean> {
  return api.get(`/api/v1/namespaces/${namespace}/secrets/${name}`).then(
    () => true,
    () => false,
  );
}
