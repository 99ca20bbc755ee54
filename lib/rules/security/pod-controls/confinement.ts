import { field, mapsOf } from '../../../flux/kustomize/built.js';
import { isUnknown } from '../../../flux/tree/unknown.js';
import {
  allSettings,
  type Control,
  containerSettings,
  hasOwnUsers,
  isUnset,
  type Pod,
  type Violation,
} from './control.js';

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SELINUX_TYPES = ['container_t', 'container_init_t', 'container_kvm_t'];

const SAFE_SYSCTLS: readonly { readonly since: number; readonly names: readonly string[] }[] = [
  {
    since: 0,
    names: [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  },
  { since: 27, names: ['net.ipv4.ip_local_reserved_ports'] },
  {
    since: 29,
    names: ['time', 'intvl', 'probes']
      .map((what) => `net.ipv4.tcp_keepalive_${what}`)
      .concat('net.ipv4.tcp_fin_timeout'),
  },
  { since: 32, names: ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'] },
];

/** What takes a pod out of the confinement that the runtime gives it. */
export const CONFINEMENT: readonly Control[] = [
  {
    name: 'AppArmor',
    level: 'baseline',
    since: 0,
    *check(pod) {
      for (const place of allSettings(pod, 'appArmorProfile')) {
        if (isUnset(place.value)) continue;
        const type = field(place.value, 'type');
        if (type === 'RuntimeDefault' || type === 'Localhost' || isUnknown(type)) continue;
        yield { path: [...place.path, 'type'], message: `${place.who} has AppArmor profile ${shown(type)}` };
      }
      for (const [key, value] of Object.entries(pod.annotations)) {
        if (!key.startsWith(APPARMOR) || value === '' || value === 'runtime/default') continue;
        if (typeof value === 'string' && (value.startsWith('localhost/') || isUnknown(value))) continue;
        yield { path: ['metadata', 'annotations', key], message: `AppArmor profile is ${shown(value)}` };
      }
    },
  },
  {
    name: 'SELinux',
    level: 'baseline',
    since: 0,
    *check(pod, minor) {
      const types = minor >= 31 ? [...SELINUX_TYPES, 'container_engine_t'] : SELINUX_TYPES;
      for (const place of allSettings(pod, 'seLinuxOptions')) {
        for (const name of ['type', 'user', 'role']) {
          const given = field(place.value, name);
          if (isUnset(given) || given === '' || isUnknown(given)) continue;
          if (name === 'type' && types.includes(String(given))) continue;
          yield { path: [...place.path, name], message: `${place.who} sets the SELinux ${name} ${shown(given)}` };
        }
      }
    },
  },
  {
    name: '/proc Mount Type',
    level: 'baseline',
    since: 0,
    check: (pod, minor) => (hasOwnUsers(pod, minor) ? [] : procMounts(pod)),
  },
  // What baseline allows in a user namespace from 1.35 on, restricted does not.
  { name: '/proc Mount Type', level: 'restricted', since: 35, check: procMounts },
  {
    name: 'Sysctls',
    level: 'baseline',
    since: 0,
    *check({ spec }, minor) {
      const safe = SAFE_SYSCTLS.flatMap(({ since, names }) => (minor >= since ? names : []));
      for (const [index, { name }] of mapsOf(field(spec.securityContext, 'sysctls')).entries()) {
        if (safe.includes(String(name)) || isUnknown(name)) continue;
        const path = ['spec', 'securityContext', 'sysctls', index, 'name'];
        yield { path, message: `sysctl ${shown(name)} is not among the safe ones` };
      }
    },
  },
];

function* procMounts(pod: Pod): Iterable<Violation> {
  for (const place of containerSettings(pod, 'procMount')) {
    if (isUnset(place.value) || place.value === 'Default' || isUnknown(place.value)) continue;
    yield { path: place.path, message: `${place.who} mounts /proc ${shown(place.value)}` };
  }
}

function shown(value: unknown): string {
  return value === undefined ? '""' : JSON.stringify(value);
}
