import { type DamageClass, misspell, oneOf, setField, setIn } from '../damage.js';
import type { IntactTree, Victim } from '../intact-tree.js';

const CONTAINER = /\.(?:containers|initContainers)\.\[\]$/;

/** What fits the schema, and the API server refuses all the same, or takes and cannot run. */
export const apiServer: readonly DamageClass[] = [
  {
    name: 'mount-unknown',
    weight: 3,
    harm: 'the API server refuses a pod whose container mounts a volume that the pod does not have',
    damage: (tree, random) => misspell(tree, random, tree.victims(/\.volumeMounts\.\[\]\.name$/)),
  },
  {
    name: 'request-above-limit',
    weight: 2,
    harm: 'the API server refuses a container that requests more than its limit',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(/\.resources\.requests\.memory$/, (victim) => isPod(victim.pattern) && hasLimit(victim)),
      );
      return victim && setField(tree, victim, '64Gi');
    },
  },
  {
    name: 'workload-labels',
    weight: 3,
    harm: 'the API server refuses a workload whose selector does not match the labels of its own pods',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(/^spec\.(?:template\.metadata\.labels|selector\.matchLabels)\.[^\s]+$/, ({ object, steps }) => {
          const key = steps.at(-1) as string;
          const spec = object.object.spec as { selector?: { matchLabels?: Record<string, unknown> } };
          return object.kind === 'Deployment' && spec.selector?.matchLabels?.[key] !== undefined;
        }),
      ),
  },
  {
    name: 'name-twice',
    weight: 2,
    harm: 'the API server refuses two containers, volumes or mounts of the same name or path in a pod',
    damage(tree, random) {
      const lists = tree.victims(
        /\.(?:volumes|containers|volumeMounts)$/,
        ({ value }) => Array.isArray(value) && value.length > 1,
      );
      const victim = random.pick(lists);
      if (victim === undefined) return undefined;
      const field = victim.pattern.endsWith('volumeMounts') ? 'mountPath' : 'name';
      const first = (victim.value as readonly Record<string, unknown>[])[0]?.[field];
      return setIn(tree, victim.object, [...victim.steps, 1, field], first, `two with the same ${field}`);
    },
  },
  {
    name: 'port-out-of-range',
    weight: 2,
    harm: 'the API server refuses a port above 65535 or below 1',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(/(?:containerPort|ports\.\[\]\.port|listeners\.\[\]\.port|httpGet\.port)$/),
      );
      return victim && setField(tree, victim, random.pick([0, 65536, 300000]));
    },
  },
  {
    name: 'two-sources',
    weight: 1,
    harm: 'the API server refuses a volume of two types, and a variable with a value and a reference',
    damage: (tree, random) =>
      oneOf(
        random,
        () => {
          const victim = random.pick(
            tree.victims(/\.volumes\.\[\]$/, ({ value }) => !('emptyDir' in (value as object))),
          );
          return victim && setIn(tree, victim.object, [...victim.steps, 'emptyDir'], {}, 'a second type of volume');
        },
        () => {
          // Not in a HelmRelease's values, as it once was: there a chart reads the list, not the API server.
          const sourced = ({ value, pattern }: Victim) => isPod(pattern) && 'valueFrom' in (value as object);
          const victim = random.pick(tree.victims(/\.env\.\[\]$/, sourced));
          return (
            victim && setIn(tree, victim.object, [...victim.steps, 'value'], 'changeme', 'a value beside valueFrom')
          );
        },
      ),
  },
  {
    name: 'restart-policy',
    weight: 1,
    harm: 'the API server refuses a Job that restarts Always, and a Deployment that does not',
    damage(tree, random) {
      const pods = tree.victims(/(?:template|spec)\.spec$/, ({ object, value }) => {
        return ['Deployment', 'CronJob'].includes(object.kind) && 'containers' in (value as object);
      });
      const victim = random.pick(pods);
      if (victim === undefined) return undefined;
      const policy = victim.object.kind === 'CronJob' ? 'Always' : 'OnFailure';
      return setIn(tree, victim.object, [...victim.steps, 'restartPolicy'], policy, `restartPolicy ${policy}`);
    },
  },
];

/** Containers of pods, in lists of fields. */
export function containers(tree: IntactTree): Victim[] {
  return tree.victims(CONTAINER);
}

function isPod(pattern: string): boolean {
  return pattern.includes('ontainers.[].');
}

function hasLimit({ object, steps }: Victim): boolean {
  const limit = [...steps.slice(0, -2), 'limits', 'memory'];
  return limit.reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], object.object) !== undefined;
}
