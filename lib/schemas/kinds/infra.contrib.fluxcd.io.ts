import * as z from 'zod';
import { duration, fields, flag, open, optionalFields, text, textMap, texts, whole } from './field-types.js';
import { volumeMounts } from './pod-container.js';
import { env, envFrom, resources, valueFrom } from './pod-environment.js';
import { affinity, tolerations } from './pod-placement.js';
import { securityContext } from './pod-security.js';
import { hostAliases, podSpecOverlay } from './pod-spec.js';
import { volumes } from './pod-volumes.js';
import type { ZodKinds } from './zod-kind.js';

const objectName = z.string().min(1).max(253);
/** Where values are read from. */
const from = { kind: z.enum(['Secret', 'ConfigMap']), name: objectName };

const runnerPod = optionalFields({
  metadata: optionalFields({ annotations: textMap, labels: textMap }),
  spec: optionalFields({
    affinity,
    env,
    envFrom,
    hostAliases,
    image: text,
    initContainers: podSpecOverlay.shape.initContainers,
    nodeSelector: textMap,
    priorityClassName: text,
    resources,
    securityContext,
    tolerations,
    volumeMounts,
    volumes,
  }),
});

const cloud = fields(
  { organization: text, workspaces: optionalFields({ name: text, tags: texts }) },
  { hostname: text, token: text },
);

const inputs = {
  vars: z.array(fields({ name: text }, { value: open, valueFrom })),
  varsFrom: z.array(fields(from, { optional: flag, varsKeys: texts })),
  values: open,
  tfVarsFiles: texts,
  readInputsFromSecrets: z.array(fields({ as: text, name: text }, {})),
  fileMappings: z.array(
    fields(
      {
        location: z.enum(['home', 'workspace']),
        path: z.string().regex(/^(.?[/_a-zA-Z0-9]{1,})*$/, 'no path of letters, digits, / and _'),
        secretRef: fields({ name: text }, { key: text }),
      },
      {},
    ),
  ),
};

const state = {
  backendConfig: optionalFields({
    configPath: text,
    customConfiguration: text,
    disable: flag,
    inClusterConfig: flag,
    labels: textMap,
    secretSuffix: text,
  }),
  backendConfigsFrom: z.array(fields(from, { keys: texts, optional: flag })),
  cloud,
  enterprise: open,
  cliConfigSecretRef: optionalFields({ name: text, namespace: text }),
  tfstate: optionalFields({
    forceUnlock: z.enum(['yes', 'no', 'auto']),
    lockIdentifier: text,
    lockTimeout: duration,
  }),
  workspace: text,
  writeOutputsToSecret: fields({ name: text }, { annotations: textMap, labels: textMap, outputs: texts }),
};

const reconciliation = {
  alwaysCleanupRunnerPod: flag,
  approvePlan: text,
  branchPlanner: optionalFields({ enablePathScope: flag }),
  breakTheGlass: flag,
  dependsOn: z.array(fields({ name: text }, { namespace: text })),
  destroy: flag,
  destroyResourcesOnDeletion: flag,
  disableDriftDetection: flag,
  enableInventory: flag,
  force: flag,
  healthChecks: z.array(
    fields({ name: objectName, type: z.enum(['tcp', 'http']) }, { address: text, timeout: duration, url: text }),
  ),
  maxRetryInterval: duration,
  parallelism: whole,
  path: text,
  plan: optionalFields({ lock: flag }),
  planOnly: flag,
  refreshBeforeApply: flag,
  remediation: optionalFields({ retries: whole }),
  retryInterval: duration,
  retryStrategy: z.enum(['StaticInterval', 'ExponentialBackoff']),
  runnerPodTemplate: runnerPod,
  runnerTerminationGracePeriodSeconds: whole,
  serviceAccountName: text,
  storeReadablePlan: z.enum(['none', 'json', 'human']),
  suspend: flag,
  targets: texts,
  upgradeOnInit: flag,
  webhooks: z.array(
    fields(
      { stage: z.enum(['post-planning']), testExpression: text, url: text },
      { enabled: flag, errorMessageTemplate: text, payloadType: text },
    ),
  ),
};

const sourceRef = fields(
  { kind: z.enum(['GitRepository', 'Bucket', 'OCIRepository']), name: text },
  { apiVersion: text, namespace: text },
);

/** tofu-controller: Terraform and OpenTofu from Flux sources. Source: its API reference. */
export const KINDS = {
  Terraform: {
    version: 'v1alpha2',
    scope: 'Namespaced',
    schema: fields({ spec: fields({ interval: duration, sourceRef }, { ...inputs, ...state, ...reconciliation }) }, {}),
  },
} as const satisfies ZodKinds;
