import * as z from 'zod';
import { fields, flag, open, optionalFields, text, textMap, texts, whole } from './field-types.js';
import type { ZodKinds } from './zod-kind.js';

const gvk = { group: text, version: text, kind: text };
const selector = { ...gvk, name: text, namespace: text, annotationSelector: text, labelSelector: text };
const target = optionalFields(selector);

const patch = optionalFields({ path: text, patch: text, target, options: z.record(text, flag) });
const image = optionalFields({ name: text, newName: text, newTag: text, tagSuffix: text, digest: text });

const generated = { labels: textMap, annotations: textMap, disableNameSuffixHash: flag, immutable: flag };
/** What ConfigMap and Secret generators read. */
const generator = {
  name: text,
  namespace: text,
  behavior: z.enum(['create', 'replace', 'merge']),
  literals: texts,
  files: texts,
  envs: texts,
  env: text,
  options: optionalFields(generated),
};

const copied = optionalFields({ delimiter: text, index: whole, encoding: text, create: flag });
const replacement = optionalFields({
  path: text,
  source: optionalFields({ ...gvk, name: text, namespace: text, fieldPath: text, options: copied }),
  sourceValue: text,
  targets: z.array(fields({ select: target }, { reject: z.array(target), fieldPaths: texts, options: copied })),
});

const helmChart = optionalFields({
  name: text,
  version: text,
  repo: text,
  releaseName: text,
  namespace: text,
  valuesFile: text,
  valuesInline: z.record(text, open),
  valuesMerge: z.enum(['merge', 'override', 'replace']),
  additionalValuesFiles: texts,
  includeCRDs: flag,
  skipHooks: flag,
  skipTests: flag,
  apiVersions: texts,
  kubeVersion: text,
  nameTemplate: text,
  debug: flag,
  devel: flag,
});

const transformations = {
  namespace: text,
  namePrefix: text,
  nameSuffix: text,
  commonLabels: textMap,
  commonAnnotations: textMap,
  labels: z.array(
    optionalFields({
      pairs: textMap,
      includeSelectors: flag,
      includeTemplates: flag,
      fields: z.array(optionalFields({ ...gvk, path: text, create: flag })),
    }),
  ),
  patches: z.array(patch),
  patchesStrategicMerge: texts,
  patchesJson6902: z.array(patch),
  images: z.array(image),
  imageTags: z.array(image),
  replacements: z.array(replacement),
  replicas: z.array(fields({ count: whole }, { name: text })),
  vars: z.array(
    fields(
      { name: text, objref: fields({ name: text }, { ...gvk, apiVersion: text, namespace: text }) },
      { fieldref: optionalFields({ fieldPath: text }) },
    ),
  ),
  sortOptions: optionalFields({
    order: z.enum(['legacy', 'fifo']),
    legacySortOptions: fields({ orderFirst: texts, orderLast: texts }, {}),
  }),
  transformers: texts,
  configurations: texts,
  validators: texts,
  buildMetadata: z.array(z.enum(['originAnnotations', 'transformerAnnotations', 'managedByLabel'])),
};

const sources = {
  resources: texts,
  components: texts,
  crds: texts,
  bases: texts,
  openapi: textMap,
  configMapGenerator: z.array(optionalFields(generator)),
  secretGenerator: z.array(optionalFields({ ...generator, type: text })),
  generatorOptions: optionalFields(generated),
  generators: texts,
  helmGlobals: optionalFields({ chartHome: text, configHome: text }),
  helmCharts: z.array(helmChart),
  helmChartInflationGenerator: z.array(z.record(text, open)),
};

const schema = optionalFields({ ...sources, ...transformations });

/** kustomization.yaml, which kustomize reads strictly and no cluster ever holds. Source: kustomize's reference. */
export const KINDS = {
  Kustomization: { version: 'v1beta1', scope: 'Namespaced', schema, applied: false },
  Component: { version: 'v1alpha1', scope: 'Namespaced', schema, applied: false },
} as const satisfies ZodKinds;
