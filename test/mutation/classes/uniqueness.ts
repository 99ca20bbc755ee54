import { type DamageClass, damaged, setField } from '../damage.js';
import type { IntactTree, TreeObject } from '../intact-tree.js';

const HOSTNAME = /^metadata\.annotations\.external-dns\.alpha\.kubernetes\.io\/hostname$/;

/** What may be there once in a cluster. */
export const uniqueness: readonly DamageClass[] = [
  {
    name: 'host-twice',
    weight: 4,
    harm: 'two objects claim a host: external-dns keeps one of the records, and one of the two is never reached',
    damage(tree, random) {
      const [one, other] = random.shuffled(tree.victims(HOSTNAME));
      return one && other && setField(tree, one, other.value);
    },
  },
  {
    name: 'tunnel-host-twice',
    weight: 2,
    harm: 'cloudflared takes the first rule of a host: the second service is never reached',
    damage(tree, random) {
      const found = tunnelOf(tree);
      const lines = [...(found?.text.matchAll(/^ {2}- hostname: (\S+)\n {4}service:/gm) ?? [])].map(
        ([, host = '']) => host,
      );
      const [one, other] = random.shuffled(lines);
      if (found === undefined || one === undefined || other === undefined) return undefined;
      const text = found.text.replace(`hostname: ${one}\n    service`, `hostname: ${other}\n    service`);
      return damaged(tree, { [found.file]: text }, `${one} became ${other}`, found.file);
    },
  },
  {
    name: 'identity-twice',
    weight: 3,
    harm: 'two files declare the same object: kustomize refuses them, or two Kustomizations undo each other',
    damage(tree, random) {
      const kinds = [
        'Service',
        'ServiceAccount',
        'PersistentVolumeClaim',
        'NetworkPolicy',
        'Namespace',
        'ServiceMonitor',
        'PodMonitor',
        'Kustomization',
      ];
      const kind = random.pick(kinds) ?? 'Service';
      const objects = tree.ofKind(kind);
      const one = random.pick(objects);
      const other = random.pick(
        objects.filter(({ name, namespace }) => name !== one?.name && namespace === one?.namespace),
      );
      return (
        one &&
        other &&
        setField(
          tree,
          { object: one, steps: ['metadata', 'name'], pattern: 'metadata.name', value: one.name },
          other.name,
        )
      );
    },
  },
  {
    name: 'node-port-twice',
    weight: 1,
    harm: 'the API server refuses the second Service on the port',
    damage(tree, random) {
      const [one, other] = random.shuffled(clusterServices(tree));
      if (one === undefined || other === undefined) return undefined;
      return damaged(
        tree,
        { ...nodePort(tree, one, 30080), ...nodePort(tree, other, 30080) },
        'two Services at port 30080',
        `${one.file}, ${other.file}`,
      );
    },
  },
  {
    name: 'node-port-out-of-range',
    weight: 1,
    harm: 'the API server refuses a port outside of 30000–32767 (trap 68)',
    damage(tree, random) {
      const service = random.pick(clusterServices(tree));
      return service && damaged(tree, nodePort(tree, service, 22000), 'NodePort 22000', service.file);
    },
  },
  {
    name: 'load-balancer-address-twice',
    weight: 2,
    harm: 'one of two Services gets the address; the other stays pending, or both share one by accident',
    damage(tree, random) {
      const [one, other] = random.shuffled(clusterServices(tree));
      if (one === undefined || other === undefined) return undefined;
      return damaged(
        tree,
        { ...balanced(tree, one), ...balanced(tree, other) },
        'two Services at 10.0.3.7',
        `${one.file}, ${other.file}`,
      );
    },
  },
];

/** The file with cloudflared's ingress rules. */
export function tunnelOf(tree: IntactTree): { readonly file: string; readonly text: string } | undefined {
  const found = [...tree.files].find(
    ([path, text]) => path.endsWith('.yaml') && /^tunnel: /m.test(text) && /^ingress:/m.test(text),
  );
  return found && { file: found[0], text: found[1] };
}

/** Services with one port, in files of their own. */
function clusterServices(tree: IntactTree): TreeObject[] {
  return tree.ofKind('Service').filter(({ object }) => {
    const { type = 'ClusterIP', ports = [] } = object.spec as { type?: string; ports?: readonly unknown[] };
    return type === 'ClusterIP' && ports.length > 0;
  });
}

function nodePort(tree: IntactTree, service: TreeObject, port: number): Record<string, string> {
  const text = tree.editedText(service.file, service.index, (document) => {
    document.setIn(['spec', 'type'], 'NodePort');
    document.setIn(['spec', 'ports', 0, 'nodePort'], port);
  });
  return { [service.file]: text };
}

function balanced(tree: IntactTree, service: TreeObject): Record<string, string> {
  const text = tree.editedText(service.file, service.index, (document) => {
    document.setIn(['spec', 'type'], 'LoadBalancer');
    document.setIn(['metadata', 'annotations'], document.createNode({ 'lbipam.cilium.io/ips': '10.0.3.7' }));
  });
  return { [service.file]: text };
}
