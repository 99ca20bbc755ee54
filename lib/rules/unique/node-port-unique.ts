import { chartInstalls, valuePlace } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';

/** Range of a Kubernetes API server that is told nothing else. */
const FIRST = 30000;
const LAST = 32767;

interface NodePort {
  readonly port: number;
  /** Undefined where a chart decides. */
  readonly protocol?: string;
  readonly at: AppliedObject;
  readonly path: JsonPath;
}

/** The second Service with a NodePort is refused, and so is one out of the range (trap 68). */
export const nodePortUnique: TreeRule = {
  name: 'node-port-unique',
  severity: 'error',
  description:
    'A NodePort is given twice or lies outside 30000–32767: the API server refuses the Service, and the whole Kustomization with it.',
  remediation: 'give the Service another port between 30000 and 32767, or none: then the cluster picks a free one',
  sources: ['S3-77', 'trap 68'],
  *check(view) {
    const first = new Map<string, NodePort>();
    for (const claim of [...servicePorts(view), ...valuePorts(view)]) {
      const { port, protocol = 'TCP', at, path } = claim;
      if (port < FIRST || port > LAST) {
        yield { at, path, message: `NodePort ${port} is outside ${FIRST}–${LAST}` };
        continue;
      }
      const key = `${port} ${protocol}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, claim);
      // A chart may use one number for two protocols, which its values do not tell.
      else if (other.at !== at || other.protocol !== undefined) {
        const who = `${formatResourceId(other.at.id)} (${other.at.document.file})`;
        yield {
          at,
          path,
          message: `NodePort ${port} (${protocol}) is taken by ${other.at === at ? 'the same Service' : who}`,
        };
      }
    }
  },
};

function* servicePorts({ index }: TreeView): Generator<NodePort> {
  for (const at of index.ofKind('', 'Service')) {
    for (const [number, { nodePort, protocol = 'TCP' }] of mapsOf(field(at.object, 'spec', 'ports')).entries()) {
      if (typeof nodePort !== 'number' || nodePort === 0) continue;
      yield { port: nodePort, protocol: String(protocol), at, path: ['spec', 'ports', number, 'nodePort'] };
    }
  }
}

function* valuePorts(view: TreeView): Generator<NodePort> {
  for (const install of chartInstalls(view)) {
    const { at } = install;
    for (const { key, value, path, map } of walkValues(install.values)) {
      const place = valuePlace(install, path);
      if (map.type === 'ClusterIP') continue;
      if (key === 'nodePort') {
        const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
        if (typeof port === 'number' && port !== 0) yield { port, at, path: place };
      } else if (key === 'nodePorts' && isMap(value)) {
        for (const [name, port] of Object.entries(value)) {
          if (typeof port === 'number' && port !== 0) yield { port, at, path: valuePlace(install, [...path, name]) };
        }
      }
    }
  }
}
