import { field } from '../../../flux/kustomize/built.js';
import { containersOf } from '../../../flux/pods.js';
import { isUnknown } from '../../../flux/tree/unknown.js';
import {
  allSettings,
  type Control,
  containerSettings,
  isUnset,
  isWindows,
  type Pod,
  podSetting,
  type Violation,
} from './control.js';

const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

/** Seccomp: fields since 1.19, annotations before. */
export const SECCOMP: readonly Control[] = [
  {
    name: 'Seccomp',
    level: 'baseline',
    since: 0,
    check: (pod, minor) => (minor >= 19 ? badProfiles(pod) : badAnnotations(pod)),
  },
  {
    name: 'Seccomp',
    level: 'restricted',
    since: 19,
    *check(pod, minor) {
      if (isWindows(pod, minor)) return;
      const bad = [...badProfiles(pod)];
      yield* bad;
      const own = podSetting(pod, 'seccompProfile');
      if (bad.length > 0 || isAllowed(own.value)) return;
      for (const place of containerSettings(pod, 'seccompProfile')) {
        if (isUnset(place.value))
          yield { path: [...place.path, 'type'], message: `neither the pod nor ${place.who} sets a profile` };
      }
    },
  },
];

function* badProfiles(pod: Pod): Iterable<Violation> {
  for (const place of allSettings(pod, 'seccompProfile')) {
    if (isUnset(place.value) || isAllowed(place.value)) continue;
    yield {
      path: [...place.path, 'type'],
      message: `${place.who} has the profile ${JSON.stringify(field(place.value, 'type') ?? '')}`,
    };
  }
}

function isAllowed(profile: unknown): boolean {
  const type = field(profile, 'type');
  return type === 'RuntimeDefault' || type === 'Localhost' || isUnknown(type);
}

function* badAnnotations(pod: Pod): Iterable<Violation> {
  const names = [POD_ANNOTATION, ...containersOf(pod).map(({ name }) => `${CONTAINER_ANNOTATION}${name}`)];
  for (const name of names) {
    const value = pod.annotations[name];
    if (isUnset(value) || value === 'runtime/default' || value === 'docker/default' || isUnknown(value)) continue;
    if (typeof value === 'string' && value.startsWith('localhost/')) continue;
    yield { path: ['metadata', 'annotations', name], message: `the profile is ${JSON.stringify(value)}` };
  }
}
