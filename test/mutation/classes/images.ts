import { type DamageClass, setField, setIn } from '../damage.js';
import type { IntactTree, Victim } from '../intact-tree.js';

/** Images and schedules. */
export const images: readonly DamageClass[] = [
  {
    name: 'image-unpinned',
    weight: 4,
    harm: 'every restart may run another program; nobody can tell which one ran',
    damage(tree, random) {
      const victim = random.pick(imagesOf(tree));
      const bare = String(victim?.value).replace(/:[^:/]+$/, '');
      return victim && setField(tree, victim, random.pick([`${bare}:latest`, bare]));
    },
  },
  {
    name: 'image-malformed',
    weight: 2,
    harm: 'the kubelet refuses the name: InvalidImageName',
    damage(tree, random) {
      const victim = random.pick(imagesOf(tree));
      const image = String(victim?.value);
      return (
        victim &&
        setField(
          tree,
          victim,
          random.pick([`https://${image}`, image.replace('/', '//'), `${image}:`, image.replace(':', ': ')]),
        )
      );
    },
  },
  {
    name: 'image-of-other-architecture',
    weight: 1,
    harm: 'the cluster has no node of that architecture: the pod stays Pending',
    damage(tree, random) {
      const pod = random.pick(tree.victims(/(?:^|\.)template\.spec$/));
      return (
        pod &&
        setIn(tree, pod.object, [...pod.steps, 'nodeSelector'], { 'kubernetes.io/arch': 'amd64' }, 'runs on amd64 only')
      );
    },
  },
  {
    name: 'chart-unpinned',
    weight: 2,
    harm: 'a new chart version is installed without anybody having looked at it',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(/^spec\.(?:ref\.tag|chart\.spec\.version)$/, ({ object }) => object.kind !== 'GitRepository'),
      );
      return (
        victim &&
        setField(tree, victim, victim.pattern.endsWith('tag') ? 'latest' : random.pick(['*', '>=1.0.0', '1.x']))
      );
    },
  },
  {
    name: 'schedule-five-fields',
    weight: 2,
    harm: 'CloudNativePG reads seconds first: the backup runs every hour, or never (trap 25)',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^spec\.schedule$/, ({ object }) => object.kind === 'ScheduledBackup'));
      return victim && setField(tree, victim, String(victim.value).split(' ').slice(1).join(' '));
    },
  },
  {
    name: 'schedule-broken',
    weight: 2,
    harm: 'the API server or the operator refuses the schedule: the job never runs',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^spec\.schedule$/));
      const fields = String(victim?.value).split(' ');
      const wrong = [
        fields.map((field, at) => (at === fields.length - 4 ? '25' : field)),
        [...fields, '*', '*'],
        fields.slice(2),
        ['every', 'day'],
        fields.map((field, at) => (at === fields.length - 3 ? '32' : field)),
      ];
      return victim && setField(tree, victim, (random.pick(wrong) ?? []).join(' '));
    },
  },
  {
    name: 'time-zone-unknown',
    weight: 1,
    harm: 'the API server refuses a CronJob of an unknown time zone',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^spec\.timeZone$/));
      return victim && setField(tree, victim, random.pick(['Europe/Bucarest', 'EET+2', 'Romania']));
    },
  },
];

function imagesOf(tree: IntactTree): Victim[] {
  return tree.victims(/(?:ontainers\.\[\]\.image|^spec\.imageName)$/);
}
