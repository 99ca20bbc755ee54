import * as z from 'zod';
import {
  fields,
  flag,
  intOrString,
  labelSelector,
  open,
  optionalFields,
  pullPolicy,
  quantity,
  text,
  textMap,
  texts,
  whole,
} from './field-types.js';
import { targetAllocator } from './opentelemetry-target-allocator.js';
import { containers, lifecycle, volumeMounts } from './pod-container.js';
import { env, envFrom, resources } from './pod-environment.js';
import { affinity, tolerations, topologySpreadConstraints } from './pod-placement.js';
import { podSecurityContext, securityContext } from './pod-security.js';
import { dnsConfig, dnsPolicy, hostAliases } from './pod-spec.js';
import { claimSpec, volumes } from './pod-volumes.js';

const components = z.record(text, open);
const pipeline = fields({ receivers: texts, exporters: texts }, { processors: texts });

/** The collector's own configuration: what a component may hold is known to the component alone. */
const config = fields(
  {
    receivers: components,
    exporters: components,
    service: fields({ pipelines: z.record(text, pipeline) }, { extensions: texts, telemetry: components }),
  },
  { connectors: components, extensions: components, processors: components },
);

const scaling = optionalFields({
  policies: z.array(fields({ periodSeconds: whole, type: text, value: whole }, {})),
  selectPolicy: text,
  stabilizationWindowSeconds: whole,
  tolerance: quantity,
});
const podMetric = fields(
  {
    metric: fields({ name: text }, { selector: labelSelector }),
    target: fields({ type: text }, { averageUtilization: whole, averageValue: quantity, value: quantity }),
  },
  {},
);
const atLeastOne = z.int().min(1);
const autoscaler = optionalFields({
  minReplicas: atLeastOne,
  maxReplicas: atLeastOne,
  targetCPUUtilization: atLeastOne,
  targetMemoryUtilization: atLeastOne,
  behavior: optionalFields({ scaleDown: scaling, scaleUp: scaling }),
  metrics: z.array(fields({ type: text }, { pods: podMetric })),
});

const updateStrategy = optionalFields({
  type: text,
  rollingUpdate: optionalFields({ maxSurge: intOrString, maxUnavailable: intOrString }),
});

const ports = z.array(
  fields(
    { port: whole },
    {
      name: text,
      protocol: z.enum(['TCP', 'UDP', 'SCTP']),
      appProtocol: text,
      targetPort: intOrString,
      nodePort: whole,
      hostPort: z.int().min(0).max(65535),
    },
  ),
);

const collectorProbe = optionalFields({
  initialDelaySeconds: z.int().min(0),
  periodSeconds: atLeastOne,
  timeoutSeconds: atLeastOne,
  successThreshold: atLeastOne,
  failureThreshold: atLeastOne,
  terminationGracePeriodSeconds: atLeastOne,
});

const workload = {
  mode: z.enum(['daemonset', 'deployment', 'sidecar', 'statefulset']),
  managementState: z.enum(['managed', 'unmanaged']),
  upgradeStrategy: z.enum(['automatic', 'none']),
  replicas: whole,
  autoscaler,
  image: text,
  imagePullPolicy: pullPolicy,
  command: texts.min(1),
  args: textMap,
  env,
  envFrom,
  configmaps: z.array(fields({ mountpath: text, name: text }, {})),
  configVersions: atLeastOne,
  resources,
  volumes,
  volumeMounts,
  volumeClaimTemplates: z.array(
    optionalFields({ apiVersion: text, kind: text, metadata: z.record(text, open), spec: claimSpec, status: open }),
  ),
  persistentVolumeClaimRetentionPolicy: optionalFields({ whenDeleted: text, whenScaled: text }),
  lifecycle,
  livenessProbe: collectorProbe,
  readinessProbe: collectorProbe,
  startupProbe: collectorProbe,
  initContainers: containers,
  additionalContainers: containers,
  daemonSetUpdateStrategy: updateStrategy,
  deploymentUpdateStrategy: updateStrategy,
  podManagementPolicy: z.enum(['OrderedReady', 'Parallel']),
  podDisruptionBudget: optionalFields({ maxUnavailable: intOrString, minAvailable: intOrString }),
  terminationGracePeriodSeconds: whole,
  targetAllocator,
};

const placement = {
  affinity,
  tolerations,
  topologySpreadConstraints,
  nodeSelector: textMap,
  priorityClassName: text,
  podAnnotations: textMap,
  serviceAccount: text,
  securityContext,
  podSecurityContext,
  hostAliases,
  hostNetwork: flag,
  hostPID: flag,
  hostUsers: flag,
  shareProcessNamespace: flag,
  dnsPolicy,
  podDnsConfig: dnsConfig,
};

const network = {
  ports,
  serviceName: text,
  sessionAffinity: text,
  sessionAffinityConfig: optionalFields({ clientIP: optionalFields({ timeoutSeconds: whole }) }),
  trafficDistribution: text,
  ipFamilies: texts,
  ipFamilyPolicy: z.enum(['SingleStack', 'PreferDualStack', 'RequireDualStack']),
  httpRoute: fields({ enabled: flag, gateway: text }, { gatewayNamespace: text, hostnames: texts }),
  ingress: optionalFields({
    type: z.enum(['ingress', 'route']),
    ruleType: z.enum(['path', 'subdomain']),
    annotations: textMap,
    hostname: text,
    ingressClassName: text,
    route: optionalFields({ termination: z.enum(['insecure', 'edge', 'passthrough', 'reencrypt']) }),
    tls: z.array(optionalFields({ hosts: texts, secretName: text })),
  }),
  networkPolicy: optionalFields({ enabled: flag }),
  observability: targetAllocator.shape.observability,
};

export const collector = fields({ config }, { ...workload, ...placement, ...network });
