import { parse, parseAllDocuments } from 'yaml';
import { buildah } from '../../../charts/apps/automation/buildah.js';
import { type N8nOptions, n8n } from '../../../charts/apps/automation/n8n.js';
import { type DynamicAppsOptions, dynamicAppsBase } from '../../../charts/apps/dynamic/dynamic-apps.js';
import { imageAutomation } from '../../../charts/apps/dynamic/image-automation.js';
import { Database, DeclaredSecret, generated, Unit } from '../../../lib/index.js';
import type { Plan } from '../../../lib/synth/pipeline.js';
import { planOf, TEST_VERSIONS, testCluster } from '../../support/test-cluster.js';

const image = (name: string) => ({ repository: `registry.example.net/${name}`, tag: '1.0.0' });

const VERSIONS = {
  ...TEST_VERSIONS,
  images: { buildah: image('buildah'), n8n: image('n8n'), 'n8n-runners': image('runners') },
};

export interface Choice {
  readonly builds?: NonNullable<N8nOptions['builds']>;
  readonly namespaces?: DynamicAppsOptions['namespaces'];
  /** What the committed tree holds. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The plan of a cluster with everything that adds apps, as the options choose. */
export function planWith({ builds = 'pods', namespaces = 'shared', files = {} }: Choice): Plan {
  const definition = testCluster(
    {
      variables: { REGISTRY_URL: 'registry.example.com' },
      external: {
        apiGroups: { 'cilium.io': 'the test', 'monitoring.coreos.com': 'the test' },
        namespaces: { registry: 'the test' },
      },
    },
    (c) => {
      const unit = new Unit(c.apps('datastore'), 'postgres');
      const secret = new DeclaredSecret(unit, 'postgres', { password: generated({ length: 32 }) });
      const password = { secret, key: 'password' };
      const database = new Database({ unit, host: 'db', port: 5432, name: 'n8n', user: 'n8n', password });
      const { account } = n8n(c, { database, builds });
      if (builds === 'pods') buildah(c, { builder: account });
      dynamicAppsBase(c, { namespaces, deployer: account });
      imageAutomation(c);
    },
  );
  return planOf(definition, { versions: VERSIONS, files });
}

/** Every document of a rendered file. */
export function documents(plan: Plan, path: string): unknown[] {
  const file = plan.tree.files.find((one) => one.path === `kubernetes/test/${path}`);
  if (file === undefined) throw new Error(`no file ${path}`);
  return parseAllDocuments(file.content).map((document) => document.toJS());
}

/** The only document of a rendered file. */
export function only<T>(plan: Plan, path: string): T {
  const file = plan.tree.files.find((one) => one.path === `kubernetes/test/${path}`);
  if (file === undefined) throw new Error(`no file ${path}`);
  return parse(file.content) as T;
}
