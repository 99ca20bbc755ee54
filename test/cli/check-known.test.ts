import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '../../lib/cli/main.js';
import type { Finding } from '../../lib/model/finding.js';
import { fixtureFiles } from '../support/fixture-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: demo }
spec:
  containers: [{ name: web, image: "ghcr.io/example/web:1.0" }]
`;

const SETTINGS = `architecture: arm64
external: [{ kind: Namespace, name: flux-system, reason: flux bootstrap }]
`;

/** A folder of manifests with what is known of it besides, checked as a person does. */
async function check(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const root = temporaryFolder({ ...fixtureFiles({ objects: POD }), '.check.yaml': SETTINGS, ...files });
  const out: string[] = [];
  const err: string[] = [];
  const io = { root, env: {}, out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const files_ = argv.map((arg) => (arg.endsWith('.json') ? join(root, arg) : arg));
  const code = await run({ clusters: [] }, ['check', '--tree', root, ...files_], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const lock = (architecture: string) => `images:
  - repository: ghcr.io/example/web
    tag: "1.0"
    digest: ${DIGEST}
    platforms: { linux/${architecture}: ${DIGEST} }
charts: []
`;

const findings = (out: string) => (JSON.parse(out) as { findings: Finding[] }).findings;

describe('what the lock says', () => {
  test('an image without the cluster’s architecture is found before a pod fails with "exec format error"', async () => {
    const { out } = await check({ 'charts.lock.yaml': lock('amd64') }, '--format', 'json');
    expect(findings(out)).toContainEqual(
      expect.objectContaining({
        code: 'image-architecture',
        severity: 'error',
        field: expect.stringContaining('Pod/demo/web'),
      }),
    );
    const right = await check({ 'charts.lock.yaml': lock('arm64') }, '--format', 'json');
    expect(findings(right.out).map(({ code }) => code)).not.toContain('image-architecture');
  });

  test('a lock that cannot be read is named, and is no pass', async () => {
    const { code, err } = await check({ 'charts.lock.yaml': 'images: 3\n' });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('charts.lock.yaml') });
  });
});

describe('what Terraform owns', () => {
  const plan = JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'kubernetes_namespace.demo',
            mode: 'managed',
            type: 'kubernetes_namespace',
            name: 'demo',
            values: { metadata: [{ name: 'demo' }] },
          },
        ],
      },
    },
  });

  test('an object of the tree that a plan has as well is found, with both owners', async () => {
    const { code, out } = await check({ 'plan.json': plan }, '--terraform-plan', 'plan.json', '--format', 'json');
    expect(code).toBe(1);
    const [found] = findings(out).filter((finding) => finding.code === 'two-owners');
    expect(found?.message).toContain('kubernetes_namespace.demo');
  });

  test('--owners prints who owns what', async () => {
    const { code, out } = await check({ 'plan.json': plan }, '--terraform-plan', 'plan.json', '--owners');
    expect(code).toBe(0);
    expect(out).toMatch(/^unit demo\n {2}Pod\/demo\/web$/m);
  });

  test('a plan that is none is an error that says how to make one', async () => {
    const { code, err } = await check({ 'plan.json': '[]' }, '--terraform-plan', 'plan.json');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/plan\.json[\s\S]*hint: /) });
  });
});
