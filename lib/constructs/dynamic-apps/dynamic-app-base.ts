import { grant, READ } from '../access/grant.js';
import { type AccountRef, ServiceAccount } from '../access/service-account.js';
import { DeclaredSecret } from '../declared-secret.js';
import { allowDns, allowFromCiliumGateway, allowInternet, denyAll } from '../network/network-policy.js';
import { quota } from '../quota.js';
import type { SecretTemplate } from '../secrets/secret-template.js';
import type { Unit } from '../unit.js';

/** Name of the account, the role, the quota and the pull secret of dynamic apps, the same in every namespace. */
export const DYNAMIC_APP = { account: 'dynamic-app', pullSecret: 'registry-pull-secret' } as const;

/** Label of pods that may reach the internet; without it an app answers requests and resolves names, no more. */
export const INTERNET_LABEL = { 'homelab/egress': 'internet' } as const;

export interface DynamicAppBaseProps {
  /** Pull secret of the registry's existing user, from `dockerConfig()` (S1-13, S1-19). */
  readonly registry: SecretTemplate<'.dockerconfigjson'>;
  /** Whoever looks after the apps, such as n8n. */
  readonly deployers: readonly AccountRef[];
  /** `shared`: room for all apps; `perApp`: for one (S1-16). */
  readonly room: 'shared' | 'perApp';
  /** @default the unit's */
  readonly namespace?: string;
}

/**
 * What a namespace needs before a dynamic app runs in it: account, pull secret, the deployer's rights, bounds, and walls
 * (S1-17 to S1-19, S1-77, S1-79). Secrets and bindings end at the namespace, so each one gets its own (trap 21).
 */
export function dynamicAppBase(unit: Unit, props: DynamicAppBaseProps): void {
  const { registry, deployers, room, namespace = unit.namespace } = props;
  dynamicAppPullSecret(unit, registry, namespace);
  new ServiceAccount(unit, DYNAMIC_APP.account, { namespace, imagePullSecrets: [DYNAMIC_APP.pullSecret] });
  grant(unit, DYNAMIC_APP.account, {
    namespace,
    to: deployers,
    // Git says what runs, and Flux applies it. The deployer watches over it, and may start a pod anew.
    rules: [
      { resources: ['pods'], verbs: [...READ, 'delete'] },
      { resources: ['pods/log'], verbs: ['get'] },
      { resources: ['services'], verbs: READ },
      { apiGroup: 'apps', resources: ['deployments'], verbs: READ },
      { apiGroup: 'gateway.networking.k8s.io', resources: ['httproutes'], verbs: READ },
    ],
  });
  quota(unit, DYNAMIC_APP.account, { namespace, ...ROOM[room], perContainer: PER_CONTAINER });
  denyAll(unit, { namespace });
  allowDns(unit, { namespace });
  allowInternet(unit, { namespace, pods: INTERNET_LABEL });
  allowFromCiliumGateway(unit, { namespace });
}

/** The pull secret alone, which ImageRepositories of the namespace need too (trap 20). */
export function dynamicAppPullSecret(
  unit: Unit,
  registry: DynamicAppBaseProps['registry'],
  namespace = unit.namespace,
): void {
  new DeclaredSecret(unit, DYNAMIC_APP.pullSecret, registry, {
    namespace,
    file: 'imagepullsecret.sops.yaml',
  });
}

/** For nodes with 8 GB: the shared namespace leaves room for the platform, one app cannot crowd out the others. */
const ROOM = {
  shared: { pods: 30, requests: { cpu: '2', memory: '2Gi' }, limits: { memory: '4Gi', 'ephemeral-storage': '10Gi' } },
  perApp: {
    pods: 4,
    requests: { cpu: '500m', memory: '512Mi' },
    limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' },
  },
} as const;

const PER_CONTAINER = {
  requests: { cpu: '10m', memory: '64Mi' },
  limits: { memory: '256Mi', 'ephemeral-storage': '256Mi' },
  max: { memory: '1Gi', 'ephemeral-storage': '1Gi' },
} as const;
