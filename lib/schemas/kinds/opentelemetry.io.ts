import * as z from 'zod';
import { fields, flag, optionalFields, pullPolicy, quantity, text, textMap } from './field-types.js';
import { collector } from './opentelemetry-collector.js';
import { env, resources } from './pod-environment.js';
import { securityContext } from './pod-security.js';
import { claimSpec } from './pod-volumes.js';
import type { ZodKinds } from './zod-kind.js';

/** What every language's agent may be given. */
const agent = {
  env,
  image: text,
  volumeClaimTemplate: fields({ spec: claimSpec }, { metadata: z.record(text, z.unknown()) }),
  volumeLimitSize: quantity,
};
const limited = { ...agent, resourceRequirements: resources };
const configPath = z
  .string()
  .max(256)
  .regex(/^[A-Za-z0-9._/-]*$/, 'no plain path');

const instrumentation = optionalFields({
  exporter: optionalFields({
    endpoint: text,
    tls: optionalFields({ ca_file: text, cert_file: text, key_file: text, configMapName: text, secretName: text }),
  }),
  propagators: z.array(z.enum(['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'ottrace', 'none'])),
  sampler: optionalFields({
    argument: text,
    type: z.enum([
      ...(['always_on', 'always_off', 'traceidratio', 'jaeger_remote', 'xray'] as const),
      ...(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const),
    ]),
  }),
  resource: optionalFields({ addK8sUIDAttributes: flag, resourceAttributes: textMap }),
  defaults: optionalFields({ useLabelsForResourceAttributes: flag }),
  env,
  imagePullPolicy: pullPolicy,
  initContainerSecurityContext: securityContext,
  java: optionalFields({ ...agent, resources, extensions: z.array(fields({ dir: text, image: text }, {})) }),
  nodejs: optionalFields(limited),
  python: optionalFields(limited),
  dotnet: optionalFields(limited),
  go: optionalFields({ ...limited, securityContext }),
  apacheHttpd: optionalFields({ ...limited, attrs: env, configPath, version: text }),
  nginx: optionalFields({ ...limited, attrs: env, configFile: configPath }),
});

/** OpenTelemetry operator: collectors, and agents put into pods. Source: the operator's API reference. */
export const KINDS = {
  OpenTelemetryCollector: { version: 'v1beta1', scope: 'Namespaced', schema: fields({ spec: collector }, {}) },
  Instrumentation: { version: 'v1alpha1', scope: 'Namespaced', schema: optionalFields({ spec: instrumentation }) },
} as const satisfies ZodKinds;
