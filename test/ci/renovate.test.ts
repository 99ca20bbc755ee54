import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { parseVersions } from '../../lib/synth/versions.js';

const FILE = 'charts/versions.yaml';
const text = readFileSync(FILE, 'utf8');
const versions = parseVersions(text, FILE);

const manager = z.looseObject({
  managerFilePatterns: z.array(z.string()),
  matchStrings: z.tuple([z.string()]),
  datasourceTemplate: z.string(),
  depTypeTemplate: z.string(),
  packageNameTemplate: z.string().optional(),
});
const config = z
  .looseObject({
    customManagers: z.array(manager),
    enabledManagers: z.array(z.string()),
    ignorePaths: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync('renovate.json', 'utf8')));

interface Dependency {
  readonly type: string;
  readonly datasource: string;
  readonly packageName: string;
  readonly registry: string | undefined;
  readonly value: string;
  readonly digest: string | undefined;
  readonly match: string;
}

/** What Renovate finds in the file, as its documentation of the regex manager says it. */
function dependencies(content: string): Dependency[] {
  return config.customManagers.flatMap(({ matchStrings: [pattern], ...rest }) =>
    [...content.matchAll(new RegExp(pattern, 'g'))].map((match) => {
      const groups = match.groups ?? {};
      const filled = rest.packageNameTemplate?.replace(/\{\{\{(\w+)\}\}\}/g, (_, name: string) => groups[name] ?? '');
      return {
        type: rest.depTypeTemplate,
        datasource: rest.datasourceTemplate,
        packageName: filled ?? groups.depName ?? '',
        registry: groups.registryUrl,
        value: groups.currentValue ?? '',
        digest: groups.currentDigest,
        match: match[0],
      };
    }),
  );
}

const found = dependencies(text);

describe('renovate.json', () => {
  test('finds every chart once, at the registry that it is published on', () => {
    const expected = Object.values(versions.charts).map(({ repository, chart, version }) =>
      repository.startsWith('oci://')
        ? { datasource: 'docker', packageName: `${repository.slice('oci://'.length)}/${chart}`, value: version }
        : { datasource: 'helm', packageName: chart, registry: repository, value: version },
    );
    const charts = found.filter(({ type }) => type === 'chart');
    expect(charts).toHaveLength(expected.length);
    expect(charts).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
  });

  test('finds every image once, but for those whose tag image automation owns', () => {
    const expected = Object.values(versions.images)
      .filter(({ policy }) => policy === undefined)
      .map(({ repository, tag, digest }) => ({ datasource: 'docker', packageName: repository, value: tag, digest }));
    const images = found.filter(({ type }) => type === 'image');
    expect(images).toHaveLength(expected.length);
    expect(images).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
  });

  test('finds every provider of Terraform once', () => {
    const expected = Object.values(versions.providers ?? {}).map(({ source, version }) => ({
      datasource: 'terraform-provider',
      packageName: source,
      value: version,
    }));
    const providers = found.filter(({ type }) => type === 'provider');
    expect(providers).toHaveLength(expected.length);
    expect(providers).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
  });

  test('leaves an image with a policy alone, with a digest or without, wherever it stands', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const images = ['one', 'two', 'three', 'four'].map((name, index) => {
      const lines = [`  ${name}:`, `    repository: registry.example/${name}`, '    tag: "1.0"'];
      if (index > 1) lines.push(`    digest: ${digest}`);
      return [...lines, ...(index % 2 === 0 ? ['    policy: apps:one'] : [])].join('\n');
    });
    const file = (order: readonly string[]) => `charts: {}\nimages:\n${order.join('\n')}\n`;
    for (const order of [images, [...images].reverse()]) {
      const names = dependencies(file(order)).map(({ packageName }) => packageName);
      expect(names.sort()).toEqual(['registry.example/four', 'registry.example/two']);
    }
  });

  test('makes updates that synth reads as the new version and nothing else', () => {
    for (const { match, value, packageName, type } of found) {
      const updated = text.replace(match, match.replaceAll(value, '99.98.97'));
      const section = `${type}s` as keyof typeof versions;
      const before = JSON.stringify(versions[section]).split(`"${value}"`).length;
      const after = JSON.stringify(parseVersions(updated, FILE)[section]).split(`"${value}"`).length;
      expect({ packageName, gone: before - after }).toEqual({ packageName, gone: 1 });
      expect(updated.split('99.98.97')).toHaveLength(2);
    }
  });

  test('touches nothing that synth renders', () => {
    expect(config.enabledManagers).toEqual(['custom.regex', 'npm', 'github-actions', 'terraform']);
    expect(config.ignorePaths).toContain('kubernetes/**');
    for (const { managerFilePatterns } of config.customManagers) {
      expect(managerFilePatterns).toEqual(['/^charts/versions\\.yaml$/']);
    }
  });

  test('uses no look-around, which its engine (RE2) does not know', () => {
    for (const { matchStrings } of config.customManagers) expect(matchStrings.join()).not.toMatch(/\(\?<?[=!]/);
  });
});
