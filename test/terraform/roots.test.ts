import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { field, mapsOf } from '../../lib/flux/kustomize/built.js';
import { objectsOf } from '../charts/identity/sso-cluster.js';
import { providersOf, roots, shared, textOf, variablesOf } from './roots.js';

const objects = objectsOf('Terraform');
const nameOf = (object: unknown) => String(field(object, 'metadata', 'name'));

test('S3-68 the five roots of the plan are in the cluster, and each root of the folder is one of them', () => {
  const planned = ['authentik-config', 'gitea-sso', 'matrix-sso', 'sso-secrets', 'vault-config'];
  expect(objects.map(({ object }) => nameOf(object)).sort()).toEqual(planned);
  expect([...roots].sort()).toEqual(planned);
});

describe.each(objects.map(({ object }) => [nameOf(object), object] as const))('%s', (name, object) => {
  const variables = variablesOf(name);
  const given = mapsOf(field(object, 'spec', 'vars')).map((entry) => String(entry.name));
  const secrets = mapsOf(field(object, 'spec', 'varsFrom')).map((entry) => String(entry.name));
  const secret = objectsOf('ExternalSecret').filter(
    ({ unit, object: one }) => unit === name && secrets.includes(nameOf(one)),
  );
  const keys = secret.flatMap(({ object: one }) => {
    const template = field(one, 'spec', 'target', 'template', 'data');
    return typeof template === 'object' && template !== null
      ? Object.keys(template)
      : mapsOf(field(one, 'spec', 'data')).map(({ secretKey }) => String(secretKey));
  });

  test('is where its object says, on the branch that Flux fetches', () => {
    expect(field(object, 'spec', 'path')).toBe(`./terraform/${name}`);
    expect(existsSync(join('terraform', name, 'main.tf'))).toBe(true);
  });

  test('gets every variable that it needs, and none that it does not know', () => {
    const needed = [...variables].filter(([, { required }]) => required).map(([variable]) => variable);
    expect([...given, ...keys].sort()).toEqual(needed.sort());
  });

  test('shows no variable that comes from a Secret', () => {
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(variables.get(key)?.text).toMatch(/sensitive\s*= true/);
  });

  test('trap 66 is applied by itself, tried again after a failure, and keeps no plan in clear text', () => {
    expect(object.spec).toMatchObject({ approvePlan: 'auto', retryInterval: '1m', storeReadablePlan: 'none' });
  });

  test('trap 66 speaks to authentik by HTTPS, and is healthy only when that answers', () => {
    const text = JSON.stringify(object.spec);
    expect(text).not.toContain('http://auth');
    if (!variables.has('authentik_url')) return;
    expect(mapsOf(field(object, 'spec', 'healthChecks'))[0]?.url).toBe('https://auth.example.org/-/health/ready/');
  });
});

test('S3-68 what a runner alone has does not stand in the way of validation elsewhere', () => {
  for (const root of roots) {
    for (const [call] of textOf(root).matchAll(/.*\bfile\("\/.*/g)) expect(call).toContain('try(file(');
  }
});

describe('S3-94 providers', () => {
  const pinned = roots.flatMap((root) => providersOf(root));

  test('are pinned exactly, once in each root', () => {
    for (const root of roots) {
      const providers = providersOf(root);
      expect(providers.length).toBeGreaterThan(0);
      expect(new Set(providers.map(({ source }) => source)).size).toBe(providers.length);
      for (const { version } of providers) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(textOf(root).match(/required_providers/g)).toHaveLength(1);
    }
  });

  test('have one version in all roots', () => {
    const versions = new Set(pinned.map(({ source, version }) => `${source} ${version}`));
    expect(versions.size).toBe(new Set(pinned.map(({ source }) => source)).size);
  });

  test('are only named in the modules that roots share', () => {
    expect(shared.length).toBeGreaterThan(0);
    for (const module of shared) for (const { version } of providersOf(module)) expect(version).toBeUndefined();
  });
});
