import { load } from 'js-yaml';
import * as z from 'zod';
import type { ClusterAddresses } from '../../model/addresses.js';
import { InputError } from '../../model/error.js';
import type { Boundary } from '../../model/ownership.js';
import type { ClusterProtection } from '../../model/protection.js';
import { addressesSchema, boundarySchema } from '../ownership/boundary-schema.js';
import type { TreeSettings } from './view.js';

/** File beside the folder, or in it, that says what no manifest can: what others bring, and what is accepted. */
export const SETTINGS_FILE = '.check.yaml';

const reason = z.string().min(1, 'say why');

const external = z.strictObject({
  group: z.string().optional(),
  kind: z.string().min(1),
  namespace: z.string().optional(),
  name: z.string().min(1),
  keys: z.array(z.string()).optional(),
  ports: z.array(z.union([z.string(), z.number()])).optional(),
  reason,
});

const level = z.enum(['privileged', 'baseline', 'restricted']);

const protection = z.strictObject({
  podSecurityDefault: level.optional(),
  podSecurityExempt: z.array(z.string()).optional(),
  networkPolicy: z.enum(['default-deny', 'open']).optional(),
});

/** `access: { own: asks for a login }` */
const access = z.union([
  z.strictObject({ public: reason }),
  z.strictObject({ own: reason }),
  z.strictObject({ edge: reason }),
]);

const schema = z.strictObject({
  cluster: z.string().min(1).optional(),
  kubernetesVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version such as "1.34.2"')
    .optional(),
  architecture: z.enum(['amd64', 'arm64']).optional(),
  /** Whether all that charts and operators bring is named under `external`. */
  declared: z.boolean().optional(),
  external: z.array(external).optional(),
  externalGroups: z.record(z.string(), reason).optional(),
  provides: z.record(z.string(), z.array(z.string())).optional(),
  /** Values of variables by `namespace/name` of their Secret or ConfigMap; null for one that is secret. */
  variables: z.record(z.string().regex(/^[^/]+\/[^/]+$/), z.record(z.string(), z.string().nullable())).optional(),
  protection: protection.optional(),
  /** Hosts that can be reached from outside, and who may use each. */
  hosts: z.array(z.strictObject({ host: z.string().min(1), access })).optional(),
  suppressions: z
    .array(z.strictObject({ rule: z.string(), unit: z.string().optional(), object: z.string().optional(), reason }))
    .optional(),
  foreignPaths: z.array(z.string()).optional(),
  /** What another tool brings and keeps, and this tree therefore must not. */
  boundaries: z.array(boundarySchema).optional(),
  /** Addresses that pools and records are checked against. */
  addresses: addressesSchema.optional(),
});

const KUBERNETES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Settings of a tree that no chart describes, from the text of its settings file.
 * @throws InputError that names file and field.
 */
export function fileSettings(text: string | undefined, folder: string, file = SETTINGS_FILE): TreeSettings {
  const given = text === undefined ? {} : parse(text, file);
  const { cluster, kubernetesVersion, architecture, external = [], variables = {}, provides = {} } = given;
  return {
    cluster: cluster ?? (folder === '' ? 'tree' : (folder.split('/').at(-1) as string)),
    root: folder,
    kubernetesVersion: kubernetesVersion ?? '1.34.2',
    declared: given.declared ?? false,
    ...(architecture === undefined ? {} : { architecture }),
    external: [
      ...KUBERNETES.map((name) => ({ kind: 'Namespace', name, reason: 'Kubernetes' })),
      ...(external as TreeSettings['external']),
    ],
    externalGroups: new Map(Object.entries(given.externalGroups ?? {})),
    provides: new Map(Object.entries(provides)),
    knownValues: new Map(
      Object.entries(variables).map(([secret, values]) => [
        secret,
        new Map(Object.entries(values).map(([key, value]) => [key, value ?? undefined])),
      ]),
    ),
    ...(given.protection === undefined ? {} : { protection: given.protection as ClusterProtection }),
    ...(given.hosts === undefined ? {} : { hosts: given.hosts }),
    suppressions: (given.suppressions ?? []) as TreeSettings['suppressions'],
    foreignPaths: given.foreignPaths ?? [],
    boundaries: (given.boundaries ?? []) as readonly Boundary[],
    addresses: (given.addresses ?? {}) as ClusterAddresses,
    originOf: () => undefined,
  };
}

function parse(text: string, file: string): z.infer<typeof schema> {
  let value: unknown;
  try {
    value = load(text) ?? {};
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message.split('\n')[0]}`, 'mend the YAML');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`);
  throw new InputError(problems.join('\n'), 'docs/checks.md shows what the file may say');
}
