import { field, mapsOf } from '../../kustomize/built.js';
import type { Bringer } from '../brought.js';
import { textAt } from '../facts.js';

/** What Kubernetes itself makes, and the Service of a Gateway. */
export const KUBERNETES: readonly Bringer[] = [
  {
    group: '',
    kind: 'Namespace',
    *brings({ id: { name } }) {
      yield { kind: 'ServiceAccount', namespace: name, name: 'default' };
      yield { kind: 'ConfigMap', namespace: name, name: 'kube-root-ca.crt', keys: ['ca.crt'] };
    },
  },
  {
    group: 'apps',
    kind: 'StatefulSet',
    *brings({ id, object }) {
      const replicas = field(object, 'spec', 'replicas');
      const count = typeof replicas === 'number' ? replicas : 1;
      for (const template of mapsOf(field(object, 'spec', 'volumeClaimTemplates'))) {
        const volume = textAt(template, 'metadata', 'name');
        for (let n = 0; volume !== undefined && n < Math.min(count, 100); n++) {
          yield { kind: 'PersistentVolumeClaim', name: `${volume}-${id.name}-${n}` };
        }
      }
    },
  },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    *brings({ id, object }) {
      const ports = mapsOf(field(object, 'spec', 'listeners')).map(({ port }) => port);
      const known = ports.filter((port): port is number => typeof port === 'number');
      // VERIFIED (Cilium): the Service stands beside the Gateway.
      if (textAt(object, 'spec', 'gatewayClassName') === 'cilium') {
        yield { kind: 'Service', name: `cilium-gateway-${id.name}`, ports: known };
      }
    },
  },
];
