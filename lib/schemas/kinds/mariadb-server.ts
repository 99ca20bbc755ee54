import * as z from 'zod';
import {
  duration,
  fields,
  flag,
  intOrString,
  keyRef,
  madeMetadata,
  nameRef,
  optionalFields,
  pullPolicy,
  quantity,
  text,
  textMap,
  texts,
  whole,
} from './field-types.js';
import { bootstrapFrom, replicaBootstrap } from './mariadb-bootstrap.js';
import * as parts from './mariadb-parts.js';
import { topologySpreadConstraints } from './pod-placement.js';

/** A key of a Secret that the operator fills when told to. */
const generatedKey = keyRef.extend({ generate: z.boolean().optional() });

const agent = optionalFields({
  ...parts.ownContainer,
  image: text,
  port: whole,
  probePort: whole,
  gracefulShutdownTimeout: duration,
  basicAuth: optionalFields({ enabled: flag, passwordSecretKeyRef: generatedKey, username: text }),
  kubernetesAuth: optionalFields({ authDelegatorRoleName: text, enabled: flag }),
});
const initContainer = fields({ image: text }, parts.ownContainer);
const { metadata, resources } = parts.job.shape;

const galera = optionalFields({
  enabled: flag,
  agent,
  initContainer,
  initJob: optionalFields({ metadata: madeMetadata, resources: parts.resources }),
  availableWhenDonor: flag,
  config: optionalFields({ reuseStorageVolume: flag, volumeClaimTemplate: parts.volumeClaimTemplate }),
  galeraLibPath: text,
  gtidDomainId: whole,
  primary: optionalFields({ autoFailover: flag, podIndex: whole }),
  providerOptions: textMap,
  recovery: optionalFields({
    enabled: flag,
    clusterBootstrapTimeout: duration,
    clusterDownscaleTimeout: duration,
    clusterHealthyTimeout: duration,
    clusterMonitorInterval: duration,
    clusterUpscaleTimeout: duration,
    forceClusterBootstrapInPod: text,
    job: z.strictObject({ metadata, resources, podAffinity: flag.optional() }),
    minClusterSize: intOrString,
    podRecoveryTimeout: duration,
    podSyncTimeout: duration,
  }),
  replPasswordSecretKeyRef: generatedKey,
  replicaThreads: whole,
  serverId: whole,
  sst: z.enum(['rsync', 'mariabackup', 'mysqldump']),
});

const replication = optionalFields({
  enabled: flag,
  agent,
  initContainer,
  gtidDomainId: whole,
  gtidStrictMode: flag,
  primary: optionalFields({ autoFailover: flag, autoFailoverDelay: duration, podIndex: whole }),
  replica: optionalFields({
    bootstrapFrom: replicaBootstrap,
    connectionRetrySeconds: whole,
    gtid: z.enum(['CurrentPos', 'SlavePos']),
    maxLagSeconds: whole,
    recovery: fields({ enabled: flag }, { errorDurationThreshold: duration }),
    replPasswordSecretKeyRef: generatedKey,
    syncTimeout: duration,
  }),
  semiSyncAckTimeout: duration,
  semiSyncEnabled: flag,
  semiSyncWaitPoint: z.enum(['AfterSync', 'AfterCommit']),
  serverIdStartIndex: whole,
  standaloneProbes: flag,
  syncBinlog: whole,
});

const connection = optionalFields({
  healthCheck: optionalFields({ interval: duration, retryInterval: duration }),
  params: textMap,
  port: whole,
  secretName: text,
  secretTemplate: optionalFields({
    databaseKey: text,
    format: text,
    hostKey: text,
    key: text,
    metadata: madeMetadata,
    passwordKey: text,
    portKey: text,
    usernameKey: text,
  }),
  serviceName: text,
});

const service = optionalFields({
  type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']),
  metadata: madeMetadata,
  allocateLoadBalancerNodePorts: flag,
  externalTrafficPolicy: text,
  loadBalancerClass: text,
  loadBalancerIP: text,
  loadBalancerSourceRanges: texts,
  sessionAffinity: text,
});

const metrics = optionalFields({
  enabled: flag,
  exporter: optionalFields({
    ...parts.placement,
    args: texts,
    image: text,
    imagePullPolicy: pullPolicy,
    imagePullSecrets: z.array(nameRef),
    podMetadata: madeMetadata,
    podSecurityContext: parts.podSecurity,
    port: whole,
    priorityClassName: text,
    resources: parts.resources,
    securityContext: parts.securityContext,
  }),
  passwordSecretKeyRef: generatedKey,
  serviceMonitor: optionalFields({ interval: text, jobLabel: text, prometheusRelease: text, scrapeTimeout: text }),
  username: text,
});

const issuerRef = fields({ name: text }, { group: text, kind: text });
const tls = optionalFields({
  enabled: flag,
  required: flag,
  galeraSSTEnabled: flag,
  clientCASecretRef: nameRef,
  clientCertIssuerRef: issuerRef,
  clientCertSecretRef: nameRef,
  serverCASecretRef: nameRef,
  serverCertIssuerRef: issuerRef,
  serverCertSecretRef: nameRef,
  serverCertAdditionalNames: texts,
});

export const passwordPlugin = optionalFields({ pluginArgSecretKeyRef: keyRef, pluginNameSecretKeyRef: keyRef });

const access = {
  database: text,
  username: text,
  passwordSecretKeyRef: generatedKey,
  passwordHashSecretKeyRef: keyRef,
  passwordPlugin,
  rootPasswordSecretKeyRef: generatedKey,
  rootEmptyPassword: flag,
  cleanupPolicy: z.enum(['Skip', 'Delete']),
  myCnf: text,
  myCnfConfigMapKeyRef: keyRef,
  timeZone: text,
  port: whole,
  tls,
};

const topology = {
  replicas: whole,
  replicasAllowEvenNumber: flag,
  galera,
  replication,
  bootstrapFrom,
  pointInTimeRecoveryRef: nameRef,
  maxScaleRef: optionalFields({ name: text, namespace: text }),
  multiCluster: optionalFields({
    enabled: flag,
    members: z.array(fields({ name: text }, { externalMariaDbRef: optionalFields({ name: text, namespace: text }) })),
    primary: text,
  }),
  connection,
  primaryConnection: connection,
  secondaryConnection: connection,
  service,
  primaryService: service,
  secondaryService: service,
  servicePorts: z.array(fields({ name: text, port: whole }, {})),
  metrics,
  maintenance: optionalFields({
    enabled: flag,
    cordon: flag,
    drainConnections: flag,
    drainGracePeriodSeconds: whole,
    readOnly: flag,
  }),
  suspend: flag,
};

const pods = {
  ...parts.ownContainer,
  ...parts.placement,
  image: text,
  imagePullSecrets: z.array(nameRef),
  inheritMetadata: madeMetadata,
  podMetadata: madeMetadata,
  podSecurityContext: parts.podSecurity,
  podDisruptionBudget: optionalFields({ maxUnavailable: intOrString, minAvailable: intOrString }),
  priorityClassName: text,
  serviceAccountName: text,
  enableServiceLinks: flag,
  initContainers: parts.sidecars,
  sidecarContainers: parts.sidecars,
  terminationGracePeriodSeconds: whole,
  topologySpreadConstraints,
  updateStrategy: optionalFields({
    autoUpdateDataPlane: flag,
    rollingUpdate: optionalFields({ maxUnavailable: intOrString, partition: whole }),
    type: z.enum(['ReplicasFirstPrimaryLast', 'RollingUpdate', 'OnDelete', 'Never']),
  }),
  volumes: parts.volumes,
  storage: optionalFields({
    size: quantity,
    storageClassName: text,
    ephemeral: flag,
    resizeInUseVolumes: flag,
    waitForVolumeResize: flag,
    pvcRetentionPolicy: optionalFields({ whenDeleted: text, whenScaled: text }),
    volumeClaimTemplate: parts.volumeClaimTemplate,
  }),
};

/** A MariaDB server, or a cluster of them. */
export const server = optionalFields({ ...access, ...topology, ...pods });
