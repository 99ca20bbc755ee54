import { readFileSync } from 'node:fs';
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
    await copy.command('secrets', 'keygen', '--out', other);
    const identity = readFileSync(other).toString('base64');
    const key = unitKey(unit);
    const wrong = Object.fromEntries(Object.keys(data as JsonObject).map((file) => [file, identity]));
    const state = () => live.observer.states.get(key);
    const findings: { subject: string; message: string }[] = [];
    try {
      await api.merge(path, { data: wrong });
      await live.reconcile(kustomizationPath(key));
      await waitUntil(`${key} to fail`, 60_000, () => (hasFailed(state()) ? true : undefined));
      const message = state()?.message ?? '';
      if (!/decrypt|data key/i.test(message))
        findings.push({ subject: key, message: `does not say that it cannot decrypt: ${message}` });
    } finally {
      await api.merge(path, { data: data as JsonObject });
      await live.reconcile(kustomizationPath(key));
    }
    const { rest } = await live.awaitReady([key]);
    if (rest.length > 0)
      findings.push({ subject: key, message: `does not come back with the right key: ${state()?.message}` });
    return { findings };
  },
};
