import { textsOf } from '../../../flux/kustomize/built.js';
import { isUnknown } from '../../../flux/tree/unknown.js';
import { type Control, containerSettings, isWindows, type Pod, type Violation } from './control.js';

const DEFAULT_SET = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const BIND = new Set(['NET_BIND_SERVICE']);

/** Capabilities: baseline those of the default set, restricted none but the one for ports below 1024. */
export const CAPABILITIES: readonly Control[] = [
  { name: 'Capabilities', level: 'baseline', since: 0, check: (pod) => added(pod, DEFAULT_SET) },
  {
    name: 'Capabilities',
    level: 'restricted',
    since: 22,
    *check(pod, minor) {
      if (isWindows(pod, minor)) return;
      yield* added(pod, BIND);
      for (const place of containerSettings(pod, 'capabilities', 'drop')) {
        const dropped = textsOf(place.value);
        if (!dropped.includes('ALL') && !dropped.some(isUnknown))
          yield { path: place.path, message: `${place.who} does not drop ALL` };
      }
    },
  },
];

function* added(pod: Pod, allowed: ReadonlySet<string>): Iterable<Violation> {
  for (const place of containerSettings(pod, 'capabilities', 'add')) {
    for (const [index, name] of textsOf(place.value).entries()) {
      if (!allowed.has(name) && !isUnknown(name))
        yield { path: [...place.path, index], message: `${place.who} adds ${name}` };
    }
  }
}
