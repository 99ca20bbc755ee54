import * as z from 'zod';
import {
  duration,
  fields,
  flag,
  intOrString,
  labelSelector,
  open,
  optionalFields,
  text,
  textMap,
  texts,
  whole,
} from './field-types.js';
import { env, resources } from './pod-environment.js';
import { affinity, tolerations, topologySpreadConstraints } from './pod-placement.js';
import { podSecurityContext, securityContext } from './pod-security.js';

const namedKey = fields({ name: text.min(1) }, { key: text });
const certificate = fields({ certificateSecret: namedKey, keySecret: namedKey }, {});

const prometheusCR = optionalFields({
  enabled: flag,
  scrapeInterval: duration,
  evaluationInterval: duration,
  scrapeProtocols: texts,
  scrapeClasses: z.array(z.record(text, open)),
  allowNamespaces: texts,
  denyNamespaces: texts,
  secretNamespaces: texts,
  denyFSAccessThroughSMs: flag,
  podMonitorSelector: labelSelector,
  podMonitorNamespaceSelector: labelSelector,
  probeSelector: labelSelector,
  probeNamespaceSelector: labelSelector,
  scrapeConfigSelector: labelSelector,
  scrapeConfigNamespaceSelector: labelSelector,
  serviceMonitorSelector: labelSelector,
  serviceMonitorNamespaceSelector: labelSelector,
});

/** What shares Prometheus' targets out among collectors. */
export const targetAllocator = optionalFields({
  enabled: flag,
  image: text,
  replicas: whole,
  allocationStrategy: z.enum(['least-weighted', 'consistent-hashing', 'per-node']),
  filterStrategy: z.enum(['', 'relabel-config']),
  allowInsecureAuthSecrets: flag,
  collectorNotReadyGracePeriod: duration,
  collectorTargetReloadInterval: duration,
  prometheusCR,
  mtls: optionalFields({
    enabled: flag,
    useCertManager: flag,
    tls: optionalFields({
      certificateAuthorityCertificate: optionalFields({ configMap: namedKey, secret: namedKey }),
      clientCertificate: certificate,
      serverCertificate: certificate,
    }),
  }),
  observability: optionalFields({
    metrics: optionalFields({ disablePrometheusAnnotations: flag, enableMetrics: flag, extraLabels: textMap }),
  }),
  podDisruptionBudget: optionalFields({ maxUnavailable: intOrString, minAvailable: intOrString }),
  env,
  resources,
  serviceAccount: text,
  nodeSelector: textMap,
  affinity,
  tolerations,
  topologySpreadConstraints,
  securityContext,
  podSecurityContext,
});
