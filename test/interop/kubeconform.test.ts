import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../lib/model/json.js';
import type { KindSchemas } from '../../lib/model/kind-schemas.js';
import { loadZodKinds } from '../../lib/schemas/kinds/registry.js';
import { loadKindSchemas } from '../../lib/schemas/validate.js';
import { findTool } from '../../lib/system/find-tool.js';
import { cases } from '../support/cases.js';
import { objectsBelow } from '../support/committed-objects.js';
import { writeKubeconformSchemas } from '../support/kubeconform-schemas.js';
import { sayAloud } from '../support/say-aloud.js';

const kubeconform = findTool('kubeconform');
if (kubeconform === undefined) sayAloud('kubeconform: none on PATH or in dist/tools/bin');
const withKubeconform = kubeconform === undefined ? describe.skip : describe;

const { zodKinds } = await loadZodKinds();
const inZodAlone = new Set(zodKinds.map(({ group, version, kind }) => `${group}/${version} ${kind}`));

/** Objects without variables, of kinds that have compiled schemas: what both can judge. */
const objects = objectsBelow('kubernetes', 'test/golden')
  .map(({ object }) => object)
  .filter((object) => !/\uFDD0|ENC\[/.test(JSON.stringify(object)))
  .filter(({ apiVersion, kind }) => !inZodAlone.has(`${apiVersion} ${kind}`));

withKubeconform('kubeconform, with the same schemas,', () => {
  let folder: string;
  let location: string;
  let schemas: KindSchemas;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconform-'));
    location = await writeKubeconformSchemas(join(folder, 'schemas'));
    schemas = await loadKindSchemas(objects, '1.34.2');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Whether kubeconform accepts each object; JSON is YAML. */
  function verdicts(given: readonly JsonObject[]): boolean[] {
    const files = given.map((object, index) => {
      const path = join(folder, `${index}.json`);
      writeFileSync(path, JSON.stringify(object));
      return path;
    });
    const args = ['-schema-location', location, '-output', 'json', '-verbose', ...files];
    const { stdout } = spawnSync(kubeconform as string, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const { resources } = JSON.parse(stdout) as { resources: { filename: string; status: string; msg: string }[] };
    const status = new Map(resources.map(({ filename, status, msg }) => [filename, { status, msg }]));
    return files.map((path) => {
      const found = status.get(path);
      if (found?.status === 'statusValid') return true;
      if (found?.status !== 'statusInvalid') throw new Error(`${path}: ${found?.status} ${found?.msg}`);
      return false;
    });
  }

  test('accepts every rendered object, as we do', () => {
    expect(objects.length).toBeGreaterThan(150);
    expect(verdicts(objects).filter((accepted) => !accepted)).toEqual([]);
    expect(objects.filter((object) => (schemas.check(object) ?? ['unknown']).length > 0)).toEqual([]);
  });

  test('refuses and accepts the same damaged objects', () => {
    const damaged = objects.flatMap((object, index) => damages(object, index));
    const theirs = verdicts(damaged);
    const ours = damaged.map((object) => schemas.check(object) ?? []);
    const differ = damaged.filter((_, index) => {
      // What is there twice is no matter of JSON schema, and Kubernetes' own formats are unknown to it.
      const found = (ours[index] ?? []).filter(({ message }) => !/^is there twice|quantity|CIDR|base64/.test(message));
      return (found.length === 0) !== theirs[index];
    });
    expect(differ.map((object) => JSON.stringify(object))).toEqual([]);
    expect(theirs.filter((accepted) => !accepted).length).toBeGreaterThan(100);
    expect(theirs.filter((accepted) => accepted).length).toBeGreaterThan(50);
  });
});

/** Damages of an object. */
const TURNS = [0, 1, 2].slice(0, cases(1, 3).numRuns);

const VALUES: readonly Json[] = ['text', 7, -1, true, [], {}, ['a'], { a: 1 }, '1Gi', 70000];

/** The object with one leaf replaced, and with one field renamed; which ones, its place in the list decides. */
function damages(object: JsonObject, seed: number): JsonObject[] {
  const paths = below(object).filter(([top]) => top !== 'apiVersion' && top !== 'kind' && top !== 'metadata');
  if (paths.length === 0) return [];
  return TURNS.flatMap((turn) => {
    const path = paths[(seed * 7 + turn * 13) % paths.length] as readonly (string | number)[];
    const value = VALUES[(seed + turn * 3) % VALUES.length] as Json;
    return [change(object, path, (key) => [key, value]), change(object, path, (key, old) => [`${key}X`, old])];
  }) as JsonObject[];
}

function below(value: Json | undefined, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((item: Json, index) => [index, item])
    : (Object.entries(value) as [string, Json][]);
  return entries.flatMap(([key, member]) => [
    ...(typeof key === 'string' ? [[...path, key]] : []),
    ...below(member, [...path, key]),
  ]);
}

type Change = (key: string, old: Json) => [string, Json];

function change(value: Json, [step, ...rest]: readonly (string | number)[], by: Change): Json {
  if (Array.isArray(value)) return value.map((item: Json, index) => (index === step ? change(item, rest, by) : item));
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, member]) => {
      if (key !== step) return [key, member];
      return rest.length === 0 ? by(key, member as Json) : [key, change(member as Json, rest, by)];
    }),
  );
}
