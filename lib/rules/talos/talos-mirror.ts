import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import type { JsonPath, TreeDocument, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { hostClaims } from '../unique/host-unique.js';
import { machineDocuments } from './machine-documents.js';

/** Nodes ask their mirrors first, for every image (S3-74). */
export const talosMirror: TreeRule = {
  name: 'talos-mirror',
  severity: 'error',
  description:
    'Nodes are told to pull images from a host of this cluster’s domain that nothing in the tree serves: each pull waits for it in vain first, and without fallback none succeeds.',
  remediation: 'correct the host, or take the mirror out of the machines (talos.registryMirrors)',
  sources: ['S3-74'],
  *check(view) {
    const served = new Set(servedHosts(view));
    const domains = new Set([...served].map(parentOf));
    for (const { at, path, url } of endpoints(view)) {
      const host = URL.canParse(url) ? new URL(url).hostname : '';
      if (!domains.has(parentOf(host)) || served.has(host) || served.has(`*.${parentOf(host)}`)) continue;
      yield { at, path, message: `nothing in the tree serves ${host}` };
    }
  },
};

function* endpoints(view: TreeView): Generator<{ at: TreeDocument; path: JsonPath; url: string }> {
  for (const at of machineDocuments(view)) {
    if (at.object.kind === 'RegistryMirrorConfig') {
      for (const [index, { url }] of mapsOf(at.object.endpoints).entries()) {
        if (typeof url === 'string') yield { at, path: ['endpoints', index, 'url'], url };
      }
    }
    const mirrors = field(at.object, 'machine', 'registries', 'mirrors');
    for (const [name, mirror] of Object.entries(isMap(mirrors) ? mirrors : {})) {
      for (const [index, url] of textsOf(field(mirror, 'endpoints')).entries()) {
        yield { at, path: ['machine', 'registries', 'mirrors', name, 'endpoints', index], url };
      }
    }
  }
}

function* servedHosts(view: TreeView): Generator<string> {
  for (const { host } of view.settings.hosts ?? []) yield host.toLowerCase();
  for (const { host } of hostClaims(view)) yield host.toLowerCase();
}

/** The domain that a host is in; empty for a host that is in none. */
function parentOf(host: string): string {
  const [, ...rest] = host.split('.');
  return rest.length > 1 ? rest.join('.') : host;
}
