import * as z from 'zod';
import { fields, flag, open, optionalFields, text, textMap, texts, whole } from './field-types.js';
import { container, containers, volumeMounts } from './pod-container.js';
import { env, resources } from './pod-environment.js';
import { affinity, nodeAffinity, tolerations } from './pod-placement.js';
import { podSecurityContext } from './pod-security.js';
import { podSpecOverlay } from './pod-spec.js';
import { claimSpec, volumes } from './pod-volumes.js';
import type { ZodKinds } from './zod-kind.js';

/** Where the keys that open Vault are kept. */
const unsealConfig = optionalFields({
  options: optionalFields({ preFlightChecks: flag, secretShares: whole, secretThreshold: whole, storeRootToken: flag }),
  kubernetes: optionalFields({ secretName: text, secretNamespace: text }),
  google: fields(
    { kmsCryptoKey: text, kmsKeyRing: text, kmsLocation: text, kmsProject: text, storageBucket: text },
    {},
  ),
  alibaba: fields({ kmsKeyId: text, kmsRegion: text, ossBucket: text, ossEndpoint: text, ossPrefix: text }, {}),
  azure: fields({ keyVaultName: text }, { keyPrefix: text }),
  aws: fields(
    { kmsKeyId: text, s3Bucket: text, s3Prefix: text },
    { kmsEncryptionContext: text, kmsRegion: text, s3Region: text, s3SSE: text },
  ),
  oci: fields(
    { bucketName: text, cryptographicEndpoint: text, keyOCID: text },
    { bucketNamespace: text, bucketPrefix: text },
  ),
  vault: fields({ address: text, unsealKeysPath: text }, { authPath: text, role: text, token: text, tokenPath: text }),
  hsm: fields({ keyLabel: text, modulePath: text }, { daemon: flag, pin: text, slotId: whole, tokenLabel: text }),
});

const backend = optionalFields({
  resource: fields({ kind: text, name: text }, { apiGroup: text }),
  service: fields({ name: text }, { port: optionalFields({ name: text, number: whole }) }),
});
const pathType = z.enum(['Exact', 'Prefix', 'ImplementationSpecific']);
const ingress = optionalFields({
  annotations: textMap,
  spec: optionalFields({
    defaultBackend: backend,
    ingressClassName: text,
    rules: z.array(
      optionalFields({
        host: text,
        http: fields({ paths: z.array(fields({ backend, pathType }, { path: text })) }, {}),
      }),
    ),
    tls: z.array(optionalFields({ hosts: texts, secretName: text })),
  }),
});

const images = {
  image: text,
  bankVaultsImage: text,
  statsdImage: text,
  statsdConfig: text,
  statsdDisabled: flag,
  fluentdEnabled: flag,
  fluentdImage: text,
  fluentdConfig: text,
  fluentdConfLocation: text,
  fluentdConfFile: text,
  veleroEnabled: flag,
  veleroFsfreezeImage: text,
};

const pods = {
  affinity,
  nodeAffinity,
  podAntiAffinity: text,
  nodeSelector: textMap,
  tolerations,
  securityContext: podSecurityContext,
  platformManagedSecurityContext: flag,
  skipEntrypointSetup: flag,
  resources: optionalFields({
    vault: resources,
    bankVaults: resources,
    hsmDaemon: resources,
    prometheusExporter: resources,
    fluentd: resources,
  }),
  volumes,
  volumeMounts,
  bankVaultsVolumeMounts: volumeMounts,
  volumeClaimTemplates: z.array(
    optionalFields({
      apiVersion: text,
      kind: text,
      metadata: optionalFields({ name: text, labels: z.record(text, text), annotations: z.record(text, text) }),
      spec: claimSpec,
    }),
  ),
  envsConfig: env,
  vaultEnvsConfig: env,
  sidecarEnvsConfig: env,
  secretInitsConfig: env,
  vaultContainers: containers,
  vaultInitContainers: containers,
  vaultContainerSpec: container,
  vaultPodSpec: podSpecOverlay,
  vaultConfigurerPodSpec: podSpecOverlay,
  annotations: textMap,
  vaultAnnotations: textMap,
  vaultLabels: textMap,
  vaultConfigurerAnnotations: textMap,
  vaultConfigurerLabels: textMap,
};

const network = {
  serviceType: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']),
  servicePorts: z.record(text, whole),
  loadBalancerIP: text,
  serviceRegistrationEnabled: flag,
  raftLeaderAddress: text,
  raftLeaderApiSchemeOverride: text,
  ingress,
  istioEnabled: flag,
  existingTlsSecretName: text,
  tlsExpiryThreshold: text,
  tlsAdditionalHosts: texts,
  caNamespaces: texts,
};

const vault = fields(
  // Vault's own configuration and that of the configurer are open: their programs know hundreds of fields.
  { config: z.record(text, open) },
  {
    externalConfig: z.record(text, open),
    size: whole,
    configPath: text,
    serviceAccount: text,
    serviceMonitorEnabled: flag,
    credentialsConfig: fields({ env: text, path: text, secretName: text }, {}),
    watchedSecretsLabels: z.array(textMap),
    watchedSecretsAnnotations: z.array(textMap),
    unsealConfig,
    ...images,
    ...pods,
    ...network,
  },
);

/** Bank-Vaults: a Vault that is unsealed and configured by its operator. Source: its documentation. */
export const KINDS = {
  Vault: { version: 'v1alpha1', scope: 'Namespaced', schema: fields({ spec: vault }, {}) },
} as const satisfies ZodKinds;
