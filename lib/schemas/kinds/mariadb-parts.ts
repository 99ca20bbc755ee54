import * as z from 'zod';
import {
  fields,
  flag,
  intOrString,
  keyRef,
  labelSelector,
  madeMetadata,
  nameRef,
  optionalFields,
  pullPolicy,
  text,
  textMap,
  texts,
  whole,
} from './field-types.js';
import { probeTiming } from './pod-container.js';
import { claimResources, fieldRef } from './pod-environment.js';
import { nodeAffinity, tolerations } from './pod-placement.js';
import { capabilities, podSecurityContext } from './pod-security.js';
import { commonSources } from './pod-volumes.js';

/** The operator has pod types of its own, with less in them than Kubernetes' have. */
const httpGet = fields({ port: intOrString }, { host: text, path: text, scheme: z.enum(['HTTP', 'HTTPS']) });
const exec = optionalFields({ command: texts });
const hook = optionalFields({ exec, httpGet, sleep: optionalFields({ seconds: whole }) });
export const lifecycle = optionalFields({ postStart: hook, preStop: hook });

export const probe = optionalFields({
  ...probeTiming,
  exec,
  httpGet,
  tcpSocket: fields({ port: intOrString }, { host: text }),
});
export const probes = { livenessProbe: probe, readinessProbe: probe, startupProbe: probe };

export const env = z.array(
  fields(
    { name: text },
    { value: text, valueFrom: optionalFields({ configMapKeyRef: keyRef, fieldRef, secretKeyRef: keyRef }) },
  ),
);
export const envFrom = z.array(optionalFields({ configMapRef: nameRef, prefix: text, secretRef: nameRef }));
export const resources = claimResources;

export const volumeMounts = z.array(fields({ mountPath: text, name: text }, { readOnly: flag, subPath: text }));
export const volumeClaimTemplate = optionalFields({
  accessModes: texts,
  metadata: madeMetadata,
  resources,
  selector: labelSelector,
  storageClassName: text,
});
export const volumes = z.array(
  fields(
    { name: text },
    {
      ...commonSources,
      configMap: optionalFields({ defaultMode: whole, name: text }),
      secret: optionalFields({ defaultMode: whole, secretName: text }),
      ephemeral: optionalFields({ volumeClaimTemplate }),
    },
  ),
);
export const volumeSource = optionalFields(commonSources);

export const securityContext = optionalFields({
  allowPrivilegeEscalation: flag,
  capabilities,
  privileged: flag,
  readOnlyRootFilesystem: flag,
  runAsGroup: whole,
  runAsNonRoot: flag,
  runAsUser: whole,
});
export const podSecurity = podSecurityContext.omit({
  seLinuxChangePolicy: true,
  supplementalGroupsPolicy: true,
  sysctls: true,
  windowsOptions: true,
});

const antiAffinityTerm = fields({ topologyKey: text }, { labelSelector });
export const placement = {
  affinity: optionalFields({
    antiAffinityEnabled: flag,
    nodeAffinity,
    podAntiAffinity: optionalFields({
      requiredDuringSchedulingIgnoredDuringExecution: z.array(antiAffinityTerm),
      preferredDuringSchedulingIgnoredDuringExecution: z.array(
        fields({ podAffinityTerm: antiAffinityTerm, weight: whole }, {}),
      ),
    }),
  }),
  nodeSelector: textMap,
  tolerations,
};
export const job = optionalFields({ ...placement, args: texts, metadata: madeMetadata, resources });

/** A container beside the database. */
const sidecar = {
  args: texts,
  command: texts,
  env,
  imagePullPolicy: pullPolicy,
  resources,
  volumeMounts,
};
export const sidecars = z.array(fields({ image: text }, { ...sidecar, name: text }));
/** The operator's own containers. */
export const ownContainer = { ...sidecar, envFrom, lifecycle, securityContext, ...probes };
