import { readFileSync } from 'node:fs';
import { SSO_NAMES, type SsoName } from '../../../charts/apps/security/sso-applications.js';
import { testClusterApps } from '../../../charts/clusters/test-cluster-apps.js';
import { certManager, externalDns, metalLb, OauthClients, Unit } from '../../../lib/index.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { parseVersions } from '../../../lib/synth/versions.js';
import { filesOf, planOf, testCluster } from '../../support/test-cluster.js';

const VERSIONS = 'charts/versions.yaml';

/** The services of test-cluster, with the versions of this repository, and sealed files instead of a store. */
export const plan = planOf(
  testCluster(
    {
      architecture: 'amd64',
      timezone: 'Etc/UTC',
      tls: certManager({ issuer: 'issuer' }),
      dns: externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', target: '203.0.113.9' }),
      loadBalancer: metalLb(),
      external: { apiGroups: { 'cert-manager.io': 'the test' } },
    },
    (c) => {
      const unit = (name: string) => new Unit(c.infrastructure('platform'), name);
      const authentik = unit('authentik');
      const clients = new OauthClients(authentik, 'authentik-oauth', { clients: SSO_NAMES });
      const client = (name: string) => clients.client(name as SsoName);
      const sso = { after: (ready: Unit) => ({ unit: ready, client }) };
      const known = { gitea: authentik, matrix: authentik, others: authentik };
      testClusterApps(c, { sso, known, certManager: unit('cert-manager') });
    },
  ),
  { versions: parseVersions(readFileSync(VERSIONS, 'utf8'), VERSIONS) },
);

export const files = filesOf(plan);

/** Every object that Flux applies, with the unit that it is in. */
export const objects = plan.cluster.units.flatMap((unit) =>
  unit.manifests.map(({ object }) => ({ unit: unit.name, object: JSON.parse(JSON.stringify(object)) as JsonObject })),
);

/** Value at a path of names. */
export function at(root: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], root);
}

export function find(kind: string, name: string): JsonObject {
  const found = objects.find(({ object }) => object.kind === kind && at(object, 'metadata', 'name') === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found.object;
}

export function ofKind(kind: string): JsonObject[] {
  return objects.filter(({ object }) => object.kind === kind).map(({ object }) => object);
}

/** A value of a Helm release. */
export function value(release: string, ...path: readonly (string | number)[]): unknown {
  return at(find('HelmRelease', release), 'spec', 'values', ...path);
}

/** Variables of a container: its text, or `secret/key`. */
export function environment(deployment: string, container = deployment): Record<string, string> {
  const { containers } = at(find('Deployment', deployment), 'spec', 'template', 'spec') as {
    containers: { name: string; env?: { name: string; value?: string; valueFrom?: unknown }[] }[];
  };
  const env = containers.find(({ name }) => name === container)?.env ?? [];
  return Object.fromEntries(
    env.map(({ name, value: text, valueFrom }) => {
      const { name: secret, key } = (at(valueFrom, 'secretKeyRef') ?? {}) as Record<string, string>;
      return [name, text ?? `${secret}/${key}`];
    }),
  );
}

/** Names of units that a unit waits for, whether it says so itself or one of those does. */
export function waitsFor(name: string): Set<string> {
  const all = new Set<string>();
  const visit = (unit: string): void => {
    for (const next of plan.cluster.units.find((one) => one.name === unit)?.dependsOn ?? []) {
      if (!all.has(next)) visit(next);
      all.add(next);
    }
  };
  visit(name);
  return all;
}

export function text(path: string): string {
  const found = files.get(path);
  if (found === undefined) throw new Error(`no file ${path}`);
  return found;
}
