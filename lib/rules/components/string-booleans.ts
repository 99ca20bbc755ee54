import { chartInstalls } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { readDocuments } from '../../flux/tree/read-documents.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

/** PowerDNS takes text; the Proxmox driver takes truth values: each silently misreads the other (traps 60 and 23). */
export const stringBooleans: TreeRule = {
  name: 'string-booleans',
  severity: 'error',
  description:
    'PowerDNS reads `disable-axfr: false` as "transfers are off", since only "no" and "off" mean no to it; the Proxmox CSI driver refuses `insecure: "false"`, which is text. In both cases YAML takes what was written for the other type.',
  remediation: 'write "no" in quotes for PowerDNS, and true or false without quotes for the Proxmox driver',
  sources: ['S3-23', 'S3-48', 'trap 60'],
  *check(view) {
    for (const { at, chart = '', values, valuesPath } of chartInstalls(view)) {
      for (const { key, value, path } of walkValues(values)) {
        const place = { at, path: valuePath(valuesPath, path) };
        if (PDNS_SWITCHES.has(key)) yield* switchValue(key, value, place);
      }
      if (!chart.startsWith('proxmox-')) continue;
      const clusters = field(values, 'config', 'clusters');
      yield* proxmoxClusters(at, clusters, valuePath(valuesPath, ['config', 'clusters']));
    }
    for (const { at, path, text } of configTexts(view)) yield* inText(at, path, text);
  },
};

/** Settings of PowerDNS for which only "no" and "off" mean no. */
const PDNS_SWITCHES = new Set(['disable-axfr', 'disable-axfr-rectify', 'disable-tcp', 'allow-notify-from-any']);
const PDNS_LINE = /^[ \t]*(disable-axfr(?:-rectify)?|disable-tcp)[ \t]*[=:][ \t]*(.*?)[ \t]*$/gm;

type Place = Pick<TreeFinding, 'at' | 'path'>;

function* switchValue(key: string, value: unknown, place: Place): Iterable<TreeFinding> {
  if (value === 'yes' || value === 'no' || isUnknown(value)) return;
  if (typeof value === 'object') return;
  const shown = typeof value === 'string' ? JSON.stringify(value) : `the ${typeof value} ${value}`;
  yield { ...place, message: `${key} is ${shown}, and PowerDNS knows "yes" and "no"` };
}

function* proxmoxClusters(at: AppliedObject, clusters: unknown, path: JsonPath): Iterable<TreeFinding> {
  for (const [index, { insecure }] of mapsOf(clusters).entries()) {
    if (insecure === undefined || typeof insecure === 'boolean' || isUnknown(insecure)) continue;
    const place = path.at(-1) === 'clusters' ? [...path, index, 'insecure'] : path;
    yield { at, path: place, message: `insecure is the text ${JSON.stringify(insecure)}, and has to be true or false` };
  }
}

/** Texts of ConfigMaps, and of templates that make Secrets. */
function* configTexts({ index }: TreeView): Iterable<{ at: AppliedObject; path: JsonPath; text: string }> {
  const maps: [AppliedObject, unknown, JsonPath][] = [
    ...index.ofKind('', 'ConfigMap').map((at): [AppliedObject, unknown, JsonPath] => [at, at.object.data, ['data']]),
    ...index
      .ofKind('', 'Secret')
      .map((at): [AppliedObject, unknown, JsonPath] => [at, at.object.stringData, ['stringData']]),
    ...index.ofKind('external-secrets.io', 'ExternalSecret').map((at): [AppliedObject, unknown, JsonPath] => {
      const path = ['spec', 'target', 'template', 'data'];
      return [at, field(at.object, ...path), path];
    }),
  ];
  for (const [at, map, path] of maps) {
    for (const [key, text] of Object.entries(isMap(map) ? map : {})) {
      if (typeof text === 'string') yield { at, path: [...path, key], text };
    }
  }
}

function* inText(at: AppliedObject, path: JsonPath, text: string): Iterable<TreeFinding> {
  if (text.includes('disable-')) {
    for (const [, key = '', value = ''] of text.matchAll(PDNS_LINE)) {
      yield* switchValue(key, value.replace(/^["']|["']$/g, ''), { at, path });
    }
  }
  if (text.includes('token_id') && text.includes('insecure')) {
    yield* proxmoxClusters(at, readDocuments('', text).documents[0]?.object.clusters, path);
  }
}
