import { installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap, textsOf } from '../../flux/kustomize/built.js';
import type { JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Programs that handlers of RuntimeClasses are, and the extension that brings each. */
const HANDLERS: Readonly<Record<string, string>> = {
  runsc: 'gvisor',
  'runsc-kvm': 'gvisor',
  kata: 'kata-containers',
  crun: 'crun',
};

/** Charts whose pods start programs of the node. */
const CHARTS: Readonly<Record<string, readonly string[]>> = { longhorn: ['iscsi-tools', 'util-linux-tools'] };

/** A node of Talos has no program but its own and those of its extensions, and nothing can be installed later. */
export const talosExtension: TreeRule = {
  name: 'talos-extension',
  severity: 'error',
  description:
    'Something needs a program on the nodes that Talos has as an extension, and the schematic that the nodes are installed from does not name it. Pods of the class, or volumes of the driver, fail on every node until it is installed anew.',
  remediation: 'add the extension to the machines (talos.extensions), and upgrade the nodes to the new installer',
  sources: ['S3-92', 'S3-28'],
  *check(view) {
    const present = schematicExtensions(view);
    if (present === undefined) return;
    for (const { at, path, needs, who } of needed(view)) {
      if (present.has(needs)) continue;
      yield { at, path, message: `${who} needs ${needs}, which is not in the nodes’ schematic` };
    }
  },
};

interface Need {
  readonly at: TreeFinding['at'];
  readonly path: JsonPath;
  readonly needs: string;
  readonly who: string;
}

function* needed(view: TreeView): Generator<Need> {
  for (const at of view.index.ofKind('node.k8s.io', 'RuntimeClass')) {
    const handler = String(at.object.handler);
    const name = HANDLERS[handler];
    if (name !== undefined) yield { at, path: ['handler'], needs: `siderolabs/${name}`, who: `handler ${handler}` };
  }
  for (const { at, chart = '' } of installsOf(view, Object.keys(CHARTS))) {
    for (const name of CHARTS[chart] ?? []) {
      yield { at, path: ['spec'], needs: `siderolabs/${name}`, who: `chart ${chart}` };
    }
  }
}

/** Extensions of every schematic in the tree; undefined where there is none, since the nodes may be of any kind then. */
function schematicExtensions({ sources }: TreeView): ReadonlySet<string> | undefined {
  let found: Set<string> | undefined;
  for (const { documents } of sources.values()) {
    for (const { object } of documents) {
      if (object.kind !== undefined || object.apiVersion !== undefined || !isMap(object.customization)) continue;
      found ??= new Set();
      for (const name of textsOf(field(object, 'customization', 'systemExtensions', 'officialExtensions'))) {
        found.add(name);
      }
    }
  }
  return found;
}
