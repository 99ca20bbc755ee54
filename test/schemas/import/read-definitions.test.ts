import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import type { JsonObject } from '../../../lib/model/json.js';
import { compiler } from '../../../lib/schemas/check/compile.js';
import { normaliseKind } from '../../../lib/schemas/generate/normalise.js';
import { formatImportedKind, parseImportedKind } from '../../../lib/schemas/import/imported-kind.js';
import { readDefinitions } from '../../../lib/schemas/import/read-definitions.js';
import { widgetDefinition } from '../../fixtures/widget-definition.js';

const yaml = (...documents: readonly object[]) => documents.map((one) => stringify(one)).join('---\n');
const read = (text: string) => readDefinitions('crds.yaml', text);
const widget = () => read(yaml(widgetDefinition())).kinds[0] as NonNullable<ReturnType<typeof read>['kinds'][0]>;
const problemOf = (change: object) => read(yaml(widgetDefinition(change))).unusable[0]?.problem;

describe('readDefinitions', () => {
  test('finds definitions among other documents, in lists, and in JSON', () => {
    const definition = widgetDefinition();
    const list = { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Namespace' }, definition] };
    for (const text of [yaml({ apiVersion: 'v1', kind: 'Namespace' }, definition), yaml(list), JSON.stringify(list)]) {
      expect(read(text).kinds.map(({ definition: name, version, scope }) => [name, version, scope])).toEqual([
        ['widgets.example.org', 'v1', 'Cluster'],
      ]);
    }
  });

  test('keeps rules and drops prose, but no field that is named like it', () => {
    const text = formatImportedKind(widget());
    expect(text).not.toContain('Prose');
    expect(text).not.toContain('A field of this name');
    expect(text).toContain('"rule": "self.size > 0"');
    expect(text).toContain('"description": {');
  });

  test('gives the same bytes whatever the order of the definition, and reads them back', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([key, member]) => [key, reversed(member)])
          .reverse(),
      );
    };
    const text = formatImportedKind(widget());
    const other = read(JSON.stringify(reversed(widgetDefinition()))).kinds[0];
    expect(other === undefined ? '' : formatImportedKind(other)).toBe(text);
    expect(formatImportedKind(parseImportedKind('example.org_Widget.json', text))).toBe(text);
  });

  test('describes what the checks then refuse', () => {
    const check = compiler(() => true)(normaliseKind(widget().schema));
    const object = (spec: JsonObject) => ({
      apiVersion: 'example.org/v1',
      kind: 'Widget',
      metadata: { name: 'a' },
      spec,
    });
    expect(check(object({ size: 1, config: { any: 1 }, port: 'http', labels: { a: 'b' } }))).toBeUndefined();
    const found = check(object({ size: 0, mode: 'slow', part: { nam: {} } })) ?? [];
    expect(found.map(({ keyword }) => keyword).sort()).toEqual(['enum', 'range', 'unknown']);
  });

  test.each<[string, string, RegExp]>([
    ['no definition', yaml({ apiVersion: 'v1', kind: 'Secret' }), /no CustomResourceDefinition in it: it holds Secret/],
    ['nothing', '', /it is empty/],
    ['text', 'Not found', /it holds no object/],
    ['what is no YAML', 'a: [', /crds\.yaml:\d+: is no YAML/],
    ['a template', 'a: {{ .Values.a }}\nb: {{- if }}', /is no YAML/],
    ['the same kind twice', yaml(widgetDefinition(), widgetDefinition()), /widgets\.example\.org is in it twice/],
  ])('refuses %s, and says what is there', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('names what is wrong with a definition, and goes on with the others', () => {
    expect(problemOf({ versions: [{ name: 'v1', served: false }] })?.message).toContain('serves no version');
    expect(problemOf({ versions: [{ name: 'v1', served: true }] })?.message).toContain('version v1 has no schema');
    expect(problemOf({ group: '../../etc' })?.message).toContain('spec.group is missing or not usable');
    expect(problemOf({ names: { kind: 'a/b', plural: 'x' } })?.message).toContain('spec.names.kind');
    expect(problemOf({ names: { kind: 'ApiObject', plural: 'x' } })?.message).toContain('no construct can be named');
    const old = { ...widgetDefinition(), apiVersion: 'apiextensions.k8s.io/v1beta1' };
    const { kinds, unusable } = read(yaml(old, widgetDefinition()));
    expect(unusable[0]?.problem.message).toContain('is not of apiextensions.k8s.io/v1');
    expect(kinds).toHaveLength(1);
  });

  test.each([
    ['what is no JSON', '{'],
    ['another kind', formatImportedKind({ ...widget(), kind: 'Gadget' })],
    ['a group that is a path', formatImportedKind({ ...widget(), group: '../x' })],
    ['a schema that is none', JSON.stringify({ ...JSON.parse(formatImportedKind(widget())), schema: [] })],
  ])('a committed file with %s is an error that names it', (_, text) => {
    expect(() => parseImportedKind('example.org_Widget.json', text)).toThrow(
      /^lib\/schemas\/imported\/example\.org_Widget\.json/,
    );
  });
});
