import { describe, expect, test } from '@jest/globals';
import { byApiVersion } from '../../lib/schemas/api-version.js';
import { compareImports } from '../../lib/schemas/compare-imports.js';
import { GENERATED, generateImports as generate } from '../../lib/schemas/generate-imports.js';
import { type ModelPackage, modelImportables } from '../../lib/schemas/model-importables.js';
import { readModel } from '../../lib/schemas/read-model.js';
import type { VersionChoices } from '../../lib/schemas/served-versions.js';

const declaration = (version: string, kind: string, spec = '"spec": {\n        "kind": "x";\n    };') =>
  `export interface I${kind} extends TypeMeta {
    "apiVersion": "example.org/${version}";
    "kind": "${kind}";
    "metadata"?: IObjectMeta;
    ${spec}
    "status"?: IStatus;
}
`;

const model = (version: string, kind: string) => ({
  path: `example.org/${version}/${kind}`,
  text: declaration(version, kind),
});

const generateImports = (packages: readonly ModelPackage[], choices: VersionChoices) =>
  generate(modelImportables(packages), choices);

const packageOf = (...declarations: ModelPackage['declarations']): ModelPackage => ({
  name: '@models/example',
  version: '1.0.0',
  declarations,
});

describe('readModel', () => {
  test('keeps which properties are required, and leaves out what only controllers write', () => {
    expect(readModel(declaration('v1', 'Thing', '"spec": ISpec;\n    "specs"?: ISpecs;'))?.properties).toEqual([
      { name: 'spec', required: true },
      { name: 'specs', required: false },
    ]);
  });

  test('takes no property from inside another one', () => {
    expect(readModel(declaration('v1', 'Thing'))?.properties).toEqual([{ name: 'spec', required: true }]);
  });

  test.each([
    ['a part', 'export interface ISpec {\n    "replicas"?: number;\n}\n'],
    ['a list', declaration('v1', 'ThingList').replace('IObjectMeta', 'IListMeta')],
    ['an embedded object', declaration('v1', 'Embedded').replace('IObjectMeta', 'IEmbeddedObjectMetadata')],
  ])('makes no construct of %s', (_, text) => {
    expect(readModel(text)).toBeUndefined();
  });
});

describe('generateImports', () => {
  test('takes the newest stable version of a kind', () => {
    const [file] = generateImports([packageOf(...['v2beta2', 'v2', 'v1'].map((v) => model(v, 'Thing')))], {});
    expect(file?.path).toBe('example.org.ts');
    expect(file?.content).toContain("static readonly apiVersion = 'example.org/v2';");
    expect(file?.content).toContain("import type { IThing } from '@models/example/example.org/v2/Thing';");
    expect(file?.content).toContain("readonly spec: DeepReadonly<IThing['spec']>;");
  });

  test('lets an old model stand for the version that clusters serve, as long as there is no newer model', () => {
    const choices = { 'example.org/Thing': { model: 'v1alpha2', served: 'v1' } };
    const [file] = generateImports([packageOf(model('v1alpha2', 'Thing'))], choices);
    expect(file?.content).toContain("static readonly apiVersion = 'example.org/v1';");
    expect(file?.content).toContain('example.org/v1alpha2/Thing');
    const both = packageOf(model('v1alpha2', 'Thing'), model('v1', 'Thing'));
    expect(() => generateImports([both], choices)).toThrow('a package has v1 itself now');
  });

  test('refuses a choice of a version that no package has', () => {
    const choices = { 'example.org/Thing': { model: 'v3', served: 'v3' } };
    expect(() => generateImports([packageOf(model('v1', 'Thing'))], choices)).toThrow('no package has');
  });

  test('refuses two packages that declare the same version of a kind', () => {
    const one = packageOf(model('v1', 'Thing'));
    expect(() => generateImports([one, { ...one, name: '@models/other' }], {})).toThrow('in two packages');
  });
});

describe('compareImports', () => {
  const generated = [{ path: 'a.ts', content: `${GENERATED} new` }];

  test('finds missing, outdated and superfluous files', () => {
    const old = `${GENERATED} old`;
    expect(compareImports(generated, new Map())).toEqual([{ path: 'a.ts', state: 'missing' }]);
    expect(compareImports(generated, new Map(Object.entries({ 'a.ts': old, 'b.ts': old })))).toEqual([
      { path: 'a.ts', state: 'outdated' },
      { path: 'b.ts', state: 'superfluous' },
    ]);
  });

  test('leaves files alone that were not generated', () => {
    const present = new Map(Object.entries({ 'a.ts': `${GENERATED} new`, 'mine.ts': 'export {};' }));
    expect(compareImports(generated, present)).toEqual([]);
  });
});

test('API versions are ordered as Kubernetes prefers them', () => {
  const sorted = ['v2', 'v1beta1', 'v10', 'v1', 'v2alpha1', 'v1beta3', 'v1alpha10', 'v1alpha2'].sort(byApiVersion);
  expect(sorted).toEqual(['v1alpha2', 'v1alpha10', 'v2alpha1', 'v1beta1', 'v1beta3', 'v1', 'v2', 'v10']);
  expect(() => byApiVersion('latest', 'v1')).toThrow('no Kubernetes API version');
});
