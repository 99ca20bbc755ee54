import { field, isMap, mapsOf } from '../../../flux/kustomize/built.js';
import { containersOf } from '../../../flux/pods.js';
import { isUnknown } from '../../../flux/tree/unknown.js';
import { HANDLED } from '../../../model/pods.js';
import { allSettings, type Control, containerName, containerSettings, isUnset } from './control.js';

const baseline = (name: string, check: Control['check'], since = 0): Control => ({
  name,
  level: 'baseline',
  since,
  check,
});

/** What lets a pod reach the node that it runs on. */
export const HOST_ACCESS: readonly Control[] = [
  baseline('HostProcess', function* (pod) {
    for (const place of allSettings(pod, 'windowsOptions', 'hostProcess')) {
      if (place.value === true) yield { path: place.path, message: `${place.who} is a process of the host` };
    }
  }),
  baseline('Host Namespaces', function* ({ spec }) {
    for (const name of ['hostNetwork', 'hostPID', 'hostIPC']) {
      if (spec[name] === true) yield { path: ['spec', name], message: `${name} is true` };
    }
  }),
  baseline('Privileged Containers', function* (pod) {
    for (const place of containerSettings(pod, 'privileged')) {
      if (place.value === true) yield { path: place.path, message: `${place.who} is privileged` };
    }
  }),
  baseline('HostPath Volumes', function* ({ spec }) {
    const { volumes } = spec;
    for (const [index, volume] of mapsOf(volumes).entries()) {
      if (isUnset(volume.hostPath)) continue;
      yield { path: ['spec', 'volumes', index, 'hostPath'], message: `volume "${volume.name}" is a path of the host` };
    }
  }),
  baseline('Host Ports', function* (pod) {
    for (const { name, path, container } of containersOf(pod)) {
      for (const [index, { hostPort }] of mapsOf(container.ports).entries()) {
        if (isUnset(hostPort) || hostPort === 0 || isUnknown(hostPort)) continue;
        const at = [...path, 'ports', index, 'hostPort'];
        yield { path: at, message: `${containerName(name)} takes port ${hostPort} of the host` };
      }
    }
  }),
  baseline(
    'Host Probes / Lifecycle Hooks',
    function* (pod) {
      for (const { name, path, container } of containersOf(pod)) {
        for (const handler of HANDLED) {
          for (const action of ['httpGet', 'tcpSocket']) {
            const at = field(container, ...handler, action);
            if (!isMap(at) || isUnset(at.host) || at.host === '' || isUnknown(at.host)) continue;
            const message = `${handler.at(-1)} of ${containerName(name)} names a host`;
            yield { path: [...path, ...handler, action, 'host'], message };
          }
        }
      }
    },
    34,
  ),
];
