import * as z from 'zod';
import {
  duration,
  fields,
  flag,
  intOrString,
  nameRef,
  open,
  optionalFields,
  text,
  texts,
  whole,
} from './field-types.js';
import { podSecurityContext, securityContext } from './pod-security.js';
import type { ZodKinds } from './zod-kind.js';

/** What a chart is configured with, and what happens when it cannot be installed. */
const configuration = {
  values: z.record(text, open),
  valuesContent: text,
  valuesSecrets: z.array(optionalFields({ ignoreUpdates: flag, keys: texts, name: text })),
  failurePolicy: z.enum(['abort', 'reinstall', 'retry']),
  forceConflicts: flag,
  serverSide: z.enum(['true', 'false', 'auto']),
};

const chart = optionalFields({
  ...configuration,
  chart: text,
  chartContent: text,
  version: text,
  repo: text,
  repoCA: text,
  repoCAConfigMap: nameRef,
  set: z.record(text, intOrString),
  targetNamespace: text,
  createNamespace: flag,
  takeOwnership: flag,
  timeout: duration,
  driver: z.enum(['secret', 'configmap']),
  helmVersion: text,
  bootstrap: flag,
  jobImage: text,
  backOffLimit: whole,
  authPassCredentials: flag,
  authSecret: nameRef,
  dockerRegistrySecret: nameRef,
  insecureSkipTLSVerify: flag,
  plainHTTP: flag,
  podSecurityContext,
  securityContext,
});

/** K3s' Helm controller: charts, and values for the charts that K3s brings (Traefik). Source: K3s' documentation. */
export const KINDS = {
  HelmChart: { version: 'v1', scope: 'Namespaced', schema: fields({ spec: chart }, {}) },
  HelmChartConfig: { version: 'v1', scope: 'Namespaced', schema: fields({ spec: optionalFields(configuration) }, {}) },
} as const satisfies ZodKinds;
