import * as z from 'zod';
import { fields, flag, nameRef, optionalFields, text, textMap, texts, whole } from './field-types.js';
import { container, containers } from './pod-container.js';
import { resources } from './pod-environment.js';
import { affinity, tolerations, topologySpreadConstraints } from './pod-placement.js';
import { podSecurityContext } from './pod-security.js';
import { volumes } from './pod-volumes.js';

export const hostAliases = z.array(fields({ ip: text }, { hostnames: texts }));
export const dnsConfig = optionalFields({
  nameservers: texts,
  options: z.array(optionalFields({ name: text, value: text })),
  searches: texts,
});
export const dnsPolicy = z.enum(['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']);

/** Part of a pod's specification that an operator lays over its own: nothing is required, not even containers. */
export const podSpecOverlay = optionalFields({
  activeDeadlineSeconds: whole,
  affinity,
  automountServiceAccountToken: flag,
  containers,
  dnsConfig,
  dnsPolicy,
  enableServiceLinks: flag,
  ephemeralContainers: z.array(container.extend({ targetContainerName: text.optional() })),
  hostAliases,
  hostIPC: flag,
  hostNetwork: flag,
  hostPID: flag,
  hostUsers: flag,
  hostname: text,
  imagePullSecrets: z.array(nameRef),
  initContainers: containers,
  nodeName: text,
  nodeSelector: textMap,
  os: fields({ name: text }, {}),
  overhead: z.record(text, z.union([z.number(), text])),
  preemptionPolicy: text,
  priority: whole,
  priorityClassName: text,
  readinessGates: z.array(fields({ conditionType: text }, {})),
  resourceClaims: z.array(fields({ name: text }, { resourceClaimName: text, resourceClaimTemplateName: text })),
  resources,
  restartPolicy: z.enum(['Always', 'OnFailure', 'Never']),
  runtimeClassName: text,
  schedulerName: text,
  schedulingGates: z.array(fields({ name: text }, {})),
  securityContext: podSecurityContext,
  serviceAccount: text,
  serviceAccountName: text,
  setHostnameAsFQDN: flag,
  shareProcessNamespace: flag,
  subdomain: text,
  terminationGracePeriodSeconds: whole,
  tolerations,
  topologySpreadConstraints,
  volumes,
});
