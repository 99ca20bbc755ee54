import { isUnknown } from '../../../flux/tree/unknown.js';
import {
  allSettings,
  type Control,
  containerSettings,
  hasOwnUsers,
  isUnset,
  isWindows,
  podSetting,
} from './control.js';

/** Who a pod runs as, and whether it can become somebody else. */
export const USERS: readonly Control[] = [
  {
    name: 'Privilege Escalation',
    level: 'restricted',
    since: 8,
    *check(pod, minor) {
      if (isWindows(pod, minor)) return;
      for (const place of containerSettings(pod, 'allowPrivilegeEscalation')) {
        if (place.value === false || isUnknown(place.value)) continue;
        yield {
          path: place.path,
          message: `${place.who} ${place.value === true ? 'allows' : 'does not rule out'} privilege escalation`,
        };
      }
    },
  },
  {
    name: 'Running as Non-root',
    level: 'restricted',
    since: 0,
    *check(pod, minor) {
      if (hasOwnUsers(pod, minor)) return;
      const all = allSettings(pod, 'runAsNonRoot');
      const bad = all.filter(({ value }) => value === false);
      for (const { who, path } of bad) yield { path, message: `${who} sets runAsNonRoot to false` };
      const own = podSetting(pod, 'runAsNonRoot').value;
      if (bad.length > 0 || own === true || isUnknown(own)) return;
      for (const place of containerSettings(pod, 'runAsNonRoot')) {
        if (isUnset(place.value))
          yield { path: place.path, message: `neither the pod nor ${place.who} sets runAsNonRoot` };
      }
    },
  },
  {
    name: 'Running as Non-root user',
    level: 'restricted',
    since: 23,
    *check(pod, minor) {
      if (hasOwnUsers(pod, minor)) return;
      for (const place of allSettings(pod, 'runAsUser')) {
        if (place.value === 0) yield { path: place.path, message: `${place.who} runs as user 0` };
      }
    },
  },
];
