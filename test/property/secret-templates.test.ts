import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import * as z from 'zod';
import { type Cluster, DeclaredSecret, Unit } from '../../lib/index.js';
import type { SealedFile } from '../../lib/model/secret.js';
import { inspectSecret } from '../../lib/secrets/file/inspect-secret.js';
import { secretValues } from '../../lib/secrets/file/secret-manifest.js';
import { planInit } from '../../lib/secrets/init/init.js';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../lib/secrets/sops/open.js';
import { answersFrom } from '../../lib/secrets/values/answers.js';
import { CATALOGUE, SOURCE, type Specimen } from '../constructs/secrets/template-catalogue.js';
import { cases } from '../support/cases.js';
import { snapshotOf, testCluster } from '../support/test-cluster.js';

const RUNS = cases(60, 220);
const PATIENCE_MS = 60_000;
const keyPair = await generateKeyPair();

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_NAME = /^([a-z0-9.-]+\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const text = z.string();
/** What an API server takes as a Secret, and nothing besides. */
const kubernetesSecret = z
  .strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Secret'),
    metadata: z.strictObject({
      name: text.max(253).refine((name) => name.split('.').every((part) => DNS_LABEL.test(part))),
      namespace: text.regex(DNS_LABEL),
      labels: z
        .record(text.regex(LABEL_NAME), text.regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/))
        .optional(),
      annotations: z.record(text.regex(LABEL_NAME), text),
    }),
    type: z.enum(['Opaque', 'kubernetes.io/basic-auth', 'kubernetes.io/dockerconfigjson', 'kubernetes.io/tls']),
    stringData: z.record(text.regex(/^[-._a-zA-Z0-9]{1,253}$/), text.min(1)),
  })
  .refine(
    ({ stringData }) => Object.values(stringData).reduce((sum, one) => sum + Buffer.byteLength(one), 0) < 2 ** 20,
  );

/** What Kubernetes and the kubelet demand of the keys of each type. */
const KEYS_OF_TYPE: Readonly<Record<string, z.ZodType>> = {
  'kubernetes.io/basic-auth': z.strictObject({ username: text, password: text }),
  'kubernetes.io/tls': z.strictObject({ 'tls.crt': text, 'tls.key': text }),
  'kubernetes.io/dockerconfigjson': z.strictObject({
    '.dockerconfigjson': text.transform((json, context) => {
      const config = z.strictObject({
        auths: z.record(
          text.min(1),
          z
            .strictObject({ username: text, password: text, auth: text })
            .refine(
              ({ username, password, auth }) => Buffer.from(auth, 'base64').toString() === `${username}:${password}`,
            ),
        ),
      });
      const verdict = config.safeParse(JSON.parse(json));
      if (!verdict.success) context.addIssue('no docker configuration');
    }),
  }),
};

const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,30}[a-z0-9])?$/);
const specimen = fc.oneof(
  ...Object.entries(CATALOGUE).map(([of, made]) => made.map((value): Specimen & { of: string } => ({ of, ...value }))),
);

/** What a cluster that declares the specimen, and what it is made of, has to seal; a problem of it is an error. */
function declared({ template, source }: Specimen, id: { name: string; namespace: string }): SealedFile[] {
  const definition = testCluster({}, (cluster: Cluster) => {
    const unit = new Unit(cluster.apps('demo'), 'app');
    new DeclaredSecret(unit, id.name, template, { namespace: id.namespace });
    if (source !== undefined) new DeclaredSecret(unit, SOURCE.name, source, { namespace: SOURCE.namespace });
  });
  const { units, problems } = definition.declare(snapshotOf(definition));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return units.flatMap(({ secretFiles }) =>
    secretFiles.map(({ declaration }) => ({ declaration, path: `kubernetes/test/${declaration.namespace}.sops.yaml` })),
  );
}

/** The sealed file of the specimen, made with placeholders where only an owner knows a value. */
async function sealed(files: readonly SealedFile[]): Promise<string> {
  const { findings, write } = await planInit({
    files,
    allClusters: true,
    texts: new Map(),
    recipient: keyPair.recipient,
    identities: [],
    answers: answersFrom(new Map(), {}),
    placeholders: true,
    now: new Date(0),
    random: randomBytes,
    bcryptCost: 4,
  });
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  return write.find(({ path }) => path === files[0]?.path)?.content ?? '';
}

async function checkSpecimen(made: Specimen, id: { name: string; namespace: string }): Promise<void> {
  const files = declared(made, id);
  const { path, declaration } = files[0] as SealedFile;
  const content = await sealed(files);
  const shown = inspectSecret(content, path);
  expect(shown).toMatchObject({ ...id, type: made.template.type, inClear: [] });
  const { plain } = await openYaml(content, path, [keyPair.identity]);
  const manifest = kubernetesSecret.parse(parse(plain));
  expect(manifest.metadata).toMatchObject(id);
  expect(Object.keys(manifest.stringData)).toEqual(Object.keys(declaration.keys));
  KEYS_OF_TYPE[manifest.type]?.parse(manifest.stringData);
  const { found, expected } = made.read?.(manifest.stringData) ?? {};
  expect(found).toEqual(expected);
  // The credential's own type (S2-16), of what was opened again.
  expect(made.template.schema.parse(secretValues(plain, path))).toEqual(manifest.stringData);
}

describe('Property 2: secret templates always produce valid Kubernetes manifests (validates requirements 2.3, S2-07, S2-16, S2-17)', () => {
  test(
    'every template, with any valid options, is a valid Secret that seals and opens again',
    async () => {
      await fc.assert(
        fc.asyncProperty(specimen, name, name, async (made, secret, namespace) => {
          fc.pre(namespace !== SOURCE.namespace);
          await checkSpecimen(made, { name: secret, namespace });
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  test.each(Object.entries(CATALOGUE))('%s alone, whatever the draw above was', async (_, made) => {
    for (const sample of fc.sample(made, 1)) await checkSpecimen(sample, { name: 'subject', namespace: 'here' });
  });
});
