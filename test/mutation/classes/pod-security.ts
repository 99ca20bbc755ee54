import { type DamageClass, damaged, oneOf, removeField, setField, setIn } from '../damage.js';
import type { IntactTree, TreeObject, Victim } from '../intact-tree.js';
import { containers } from './api-server.js';

const ENFORCE = /^metadata\.labels\.pod-security\.kubernetes\.io\/enforce$/;

/** Pods that a namespace's Pod Security level refuses, or that may do more than they need. */
export const podSecurity: readonly DamageClass[] = [
  {
    name: 'privileged-container',
    weight: 2,
    harm: 'the namespace refuses the pod: none of the workload is created',
    // Not in a privileged namespace, as it once was: there the pod may be privileged, by the namespace's own label.
    damage(tree, random) {
      const victim = random.pick(containers(tree).filter((one) => isRestricted(tree, one)));
      return (
        victim && setIn(tree, victim.object, [...victim.steps, 'securityContext', 'privileged'], true, 'privileged')
      );
    },
  },
  {
    name: 'security-context-removed',
    weight: 3,
    harm: 'the namespace’s restricted level refuses the pod: no pod of the workload is created',
    damage(tree, random) {
      const fields =
        /(?:ontainers\.\[\]\.securityContext|securityContext\.(?:allowPrivilegeEscalation|capabilities|runAsNonRoot|seccompProfile))$/;
      return removeField(
        tree,
        random,
        tree.victims(fields, (victim) => isRestricted(tree, victim)),
      );
    },
  },
  {
    name: 'security-context-weakened',
    weight: 2,
    harm: 'the namespace’s restricted level refuses the pod: no pod of the workload is created',
    damage: (tree, random) =>
      oneOf(
        random,
        ...[
          { field: /securityContext\.(?:allowPrivilegeEscalation)$/, value: true },
          { field: /securityContext\.runAsNonRoot$/, value: false },
          { field: /securityContext\.runAsUser$/, value: 0 },
          { field: /securityContext\.seccompProfile\.type$/, value: 'Unconfined' },
          { field: /securityContext\.capabilities\.drop$/, value: ['NET_RAW'] },
        ].map(({ field, value }) => () => {
          const victim = random.pick(tree.victims(field, (one) => isRestricted(tree, one)));
          return victim && setField(tree, victim, value);
        }),
      ),
  },
  {
    name: 'host-namespace',
    weight: 2,
    harm: 'the namespace refuses a pod that shares the node’s network, processes or files',
    damage(tree, random) {
      const pod = random.pick(tree.victims(/(?:^|\.)template\.spec$/, (victim) => isRestricted(tree, victim)));
      const [field, value] = random.pick([
        ['hostNetwork', true],
        ['hostPID', true],
        ['hostIPC', true],
      ]) ?? ['hostNetwork', true];
      return pod && setIn(tree, pod.object, [...pod.steps, String(field)], value, `${field}: ${value}`);
    },
  },
  {
    name: 'host-path',
    weight: 2,
    harm: 'the namespace refuses a pod that mounts a folder of the node',
    damage(tree, random) {
      const volume = random.pick(tree.victims(/\.volumes\.\[\]$/, (victim) => isRestricted(tree, victim)));
      const { name } = (volume?.value ?? {}) as { name?: string };
      return volume && setField(tree, volume, { name, hostPath: { path: '/var/run', type: 'Directory' } });
    },
  },
  {
    name: 'limits-removed',
    weight: 3,
    harm: 'a leak takes the memory of the whole node, and with it what else runs there',
    damage(tree, random) {
      const fields = /ontainers\.\[\]\.resources(?:\.limits(?:\.memory)?)?$/;
      // A LimitRange of the namespace gives its pods limits all the same.
      const limited = new Set(tree.ofKind('LimitRange').map(({ namespace }) => namespace));
      return removeField(
        tree,
        random,
        tree.victims(fields, ({ object }) => !limited.has(object.namespace)),
      );
    },
  },
  {
    name: 'pod-security-label-removed',
    weight: 2,
    harm: 'the namespace takes every pod, privileged ones too, unless the cluster says otherwise',
    damage: (tree, random) => removeField(tree, random, tree.victims(ENFORCE)),
  },
  {
    name: 'pod-security-weakened',
    weight: 1,
    harm: 'the namespace takes privileged pods, and nothing in it needs that',
    damage(tree, random) {
      const victim = random.pick(tree.victims(ENFORCE, ({ value }) => value === 'restricted'));
      return victim && setField(tree, victim, 'privileged');
    },
  },
  {
    name: 'pod-security-too-strict',
    weight: 1,
    harm: 'the namespace refuses pods that need more: node-exporter, builds',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(ENFORCE, ({ object, value }) => value === 'privileged' && hasPods(tree, object.name)),
      );
      return victim && setField(tree, victim, 'restricted');
    },
  },
  {
    name: 'default-deny-removed',
    weight: 2,
    harm: 'every pod of the cluster reaches those of the namespace, although its other policies say who may',
    // Only where no other policy isolates the same pods in the same direction: elsewhere nothing would change.
    damage(tree, random) {
      const alone = tree
        .ofKind('NetworkPolicy')
        .filter((policy) => policy.name === 'default-deny' && isolatesAlone(tree, policy));
      const policy = random.pick(alone);
      if (policy === undefined) return undefined;
      if (random.fraction() < 0.5) {
        return setIn(tree, policy, ['spec', 'podSelector'], { matchLabels: { app: 'none' } }, 'selects one app only');
      }
      const documents = tree.text(policy.file).split('\n---\n');
      const rest = documents.filter((_, at) => at !== policy.index).join('\n---\n');
      return damaged(tree, { [policy.file]: `${rest.trimEnd()}\n` }, 'default-deny was removed', policy.file);
    },
  },
];

/** Pods in a namespace of the restricted level. */
function isRestricted(tree: IntactTree, { object, pattern }: Victim): boolean {
  if (pattern.startsWith('spec.values.')) return false;
  const namespace = tree.find('Namespace', '', object.namespace)?.object.metadata as
    | { labels?: Record<string, unknown> }
    | undefined;
  return namespace?.labels?.['pod-security.kubernetes.io/enforce'] === 'restricted';
}

/** Whether the tree itself shows a pod of the namespace. */
function hasPods(tree: IntactTree, namespace: string): boolean {
  return containers(tree).some(({ object }) => object.namespace === namespace);
}

/** Whether a direction of a namespace is closed by this policy and by no other. */
function isolatesAlone(tree: IntactTree, policy: TreeObject): boolean {
  const others = tree.ofKind('NetworkPolicy', 'CiliumNetworkPolicy').filter((one) => {
    return one.namespace === policy.namespace && one !== policy;
  });
  const { policyTypes = [] } = policy.object.spec as { policyTypes?: readonly string[] };
  return policyTypes.some(
    (type) =>
      !others.some(({ object }) => {
        const spec = object.spec as { policyTypes?: readonly string[]; ingress?: unknown; egress?: unknown };
        return spec.policyTypes?.includes(type) ?? (type === 'Ingress' ? spec.ingress : spec.egress) !== undefined;
      }),
  );
}
