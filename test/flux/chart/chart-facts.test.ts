import { describe, expect, test } from '@jest/globals';
import { chartFacts } from '../../../lib/flux/chart/chart-facts.js';
import { unknownKeys } from '../../../lib/flux/chart/unknown-keys.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { fixtureChart } from './fixture-chart.js';

const facts = chartFacts(fixtureChart('greeter'), 'greeter');

/** Paths that a chart of some files does not read. */
function unread(values: JsonObject, changed: Readonly<Record<string, string>> = {}): string[] {
  const chart = { ...chartFacts(fixtureChart('greeter', changed), 'greeter'), repository: '', digest: '' };
  return unknownKeys(chart, values).map(({ path }) => path.join('.'));
}

describe('what is locked of a chart', () => {
  test('is what it says of itself', () => {
    expect(facts).toMatchObject({ name: 'greeter', version: '1.2.3', appVersion: '2.0', kubeVersion: '>=1.25.0-0' });
    expect(facts.kinds).toEqual(['example.org/Greeting']);
  });

  test('is every key of its values, those of a subchart under its alias', () => {
    expect(facts.values).toMatchObject({
      image: { repository: 'string', tag: 'string', suffix: 'any' },
      replicas: 'number',
      greeting: 'any',
      podAnnotations: 'map',
      resources: 'map',
      env: 'list',
      extra: 'any',
      on: 'string',
      cache: { enabled: 'boolean', size: 'string', storageClass: 'any' },
      global: { region: 'string' },
      tuning: { options: { level: 'any' } },
      'with-dash': { inner: 'any' },
      mode: 'any',
    });
    expect(facts.values).not.toHaveProperty('notRead');
  });

  test('is every image that its defaults name, with what turns it on', () => {
    const images = (changed: Readonly<Record<string, string>>) =>
      chartFacts(fixtureChart('greeter', changed), 'x').images;
    expect(images({})).toEqual([
      { path: 'image', repository: 'registry.example.org/greeter', tag: '2.0', switches: {} },
    ]);
    const store =
      'size: 1Gi\nimage: { registry: ghcr.io, repository: a/store, tag: "7" }\nmetrics: { enabled: true, image: { repository: a/m, tag: 1.0.0 } }\n';
    expect(
      images({ 'charts/store/values.yaml': store }).map(({ path, tag, switches }) => ({ path, tag, switches })),
    ).toEqual([
      { path: 'cache.image', tag: '7', switches: { 'cache.enabled': false } },
      {
        path: 'cache.metrics.image',
        tag: '1.0.0',
        switches: { 'cache.enabled': false, 'cache.metrics.enabled': true },
      },
      { path: 'image', tag: '2.0', switches: {} },
    ]);
  });

  test('is its schema without prose, and without what merely bears the name of prose', () => {
    const schema = JSON.parse(facts.schemas['.'] as string);
    expect(schema.properties).toEqual({
      replicas: { type: 'integer', minimum: 1 },
      description: { type: 'string' },
      mode: { enum: ['loud', 'quiet'] },
    });
    expect(schema).not.toHaveProperty('title');
  });
});

describe('a value is unread', () => {
  test('when its name is misspelt, at any depth, also in a subchart', () => {
    expect(unread({ replica: 1, image: { Tag: '1' }, cache: { sizes: '1Gi' }, global: { regions: 'a' } })).toEqual([
      'replica',
      'image.Tag',
      'cache.sizes',
      'global.regions',
    ]);
  });

  test('never within what the chart takes as it is', () => {
    expect(
      unread({ resources: { limits: { 'example.com/gpu': 1 } }, podAnnotations: { a: 'b' }, extra: { x: 1 } }),
    ).toEqual([]);
  });

  test('in a map that is handed on, only if no template mentions it', () => {
    expect(unread({ probe: { port: 1, initialDelaySeconds: 2, path: '/', periodSeconds: 9 } })).toEqual([]);
    expect(unread({ probe: { periods: 9 } })).toEqual(['probe.periods']);
  });

  test('not when only helm reads it', () => {
    expect(unread({ global: {}, tags: { front: true } })).toEqual([]);
  });
});

const TEMPLATES: readonly (readonly [string, string, JsonObject])[] = [
  ['with', '{{ with .Values.a }}{{ .b }}{{ end }}', { a: { b: 1 } }],
  ['else with', '{{ if .Values.z }}{{ else with .Values.a }}{{ .b.c }}{{ end }}', { a: { b: { c: 1 } } }],
  ['a variable within a block', '{{ $a := .Values.a }}{{ range .Values.l }}{{ $a.b }}{{ end }}', { a: { b: 1 } }],
  ['the root by its name', '{{ range .Values.l }}{{ $.Values.a.b }}{{ end }}', { a: { b: 1 } }],
  ['get and hasKey', '{{ if hasKey .Values.a "b" }}{{ get .Values.a "b" }}{{ end }}', { a: { b: 1 } }],
  ['a default of another value', '{{ (.Values.a.b | default .Values.c).d }}', { c: { d: 1 }, a: { b: { d: 2 } } }],
  [
    'a context handed on',
    '{{ define "x" }}{{ .ctx.Values.a.b }}{{ end }}{{ include "x" (dict "ctx" $) }}',
    { a: { b: 1 } },
  ],
  ['toYaml of a whole map', '{{ toYaml .Values.resources }}', { resources: { anything: 1 } }],
  ['range over a map', '{{ range $k, $v := .Values.probe }}{{ $k }}{{ end }}', { probe: { any: { thing: 1 } } }],
  ['a brace in a string', '{{ "}}" }}{{ .Values.a }}', { a: 1 }],
  ['a pipe into a function', '{{ .Values.probe | toYaml | nindent 4 }}', { probe: { new: 1 } }],
  ['a value that is a template', '{{ tpl .Values.text . }}', { text: '{{ .Values.own }}', own: 1 }],
  [
    'a condition of several',
    '{{ if and .Values.a.b (or .Values.c (not .Values.d.e)) }}{{ end }}',
    { a: { b: 1 }, c: 1, d: { e: 1 } },
  ],
];

describe('templates are followed through', () => {
  test.each(TEMPLATES)('%s', (_, template, values) => {
    expect(unread(values, { 'templates/more.yaml': template })).toEqual([]);
    expect(unread({ surelyUnread: 1 }, { 'templates/more.yaml': template })).toEqual(['surelyUnread']);
  });

  test('broken ones do no harm', () => {
    for (const text of [
      '{{',
      '{{ .Values.a',
      '{{ "',
      '{{ ` }}',
      '{{ end }}{{ end }}',
      '{{ ) }}',
      '{{ ( }}',
      '{{/* }}',
    ]) {
      expect(unread({ replicas: 1 }, { 'templates/more.yaml': text })).toEqual([]);
    }
  });
});

test('values.yaml that cannot be read here leaves all keys open, and does not fail the lock', () => {
  expect(unread({ anything: 1 }, { 'values.yaml': 'a: "\nb' })).toEqual([]);
});

test('what is no chart is told by its name', () => {
  expect(() => chartFacts(new Map(), 'oci://example.org/x 1.0.0')).toThrow(
    'oci://example.org/x 1.0.0: the archive holds no chart',
  );
  expect(() => chartFacts(fixtureChart('greeter', { 'Chart.yaml': 'name: 1' }), 'x')).toThrow('greeter/Chart.yaml');
});
