import { join } from 'node:path';
import { field } from '../../../lib/flux/kustomize/built.js';
import { unitKey } from '../../../lib/flux/tree/unit-graph.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { hasFailed } from '../await-ready.js';
import { kustomizationPath } from '../live-cluster.js';
import { waitUntil } from '../system/wait-until.js';
import type { Scenario } from './scenario.js';

export const WRONG_KEY: Scenario = {
  name: 'a wrong age key fails at the sealed files, and says so',
  async run(live) {
    const { copy, api, view, cluster } = live;
    const unit = view.units.find(({ objects }) => objects.some(({ sealed }) => sealed));
    if (unit === undefined) return { without: 'the tree has no sealed file' };
    const name = String(field(unit.kustomization.object, 'spec', 'decryption', 'secretRef', 'name'));
    const path = `/api/v1/namespaces/${cluster.flux.namespace}/secrets/${name}`;
    const { data } = await api.get(path);
    const other = join(copy.folder, '..', 'other.key');
    const [identity] = [await freshIdentity(copy, other)];
    const key = unitKey(unit);
    const wrong = Object.fromEntries(Object.keys(data as JsonObject).map((file) => [file, identity]));
    try {
      await api.merge(path, { data: wrong });
      await live.reconcile(kustomizationPath(key));
      const failed = await waitUntil(`${key} to fail`, 60_000, () => {
        const state = live.observer.states.get(key);
        return hasFailed(state) ? state : undefined;
      });
      if (/decrypt|data key/i.test(failed.message)) return {};
      return { findings: [{ subject: key, message: `does not say that it cannot decrypt: ${failed.message}` }] };
    } finally {
      await api.merge(path, { data: data as JsonObject });
      await live.reconcile(kustomizationPath(key));
      await live.awaitReady([key]);
    }
  },
};

async function freshIdentity(copy: { command(...argv: string[]): Promise<string> }, file: string): Promise<string> {
  await copy.command('secrets', 'keygen', '--out', file);
  const { readFileSync } = await import('node:fs');
  return readFileSync(file).toString('base64');
}
