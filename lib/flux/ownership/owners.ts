import type { ResourceId } from '../../model/manifest.js';
import { formatResourceId } from '../../model/manifest.js';
import { chartInstalls, releaseId } from '../helm/chart-installs.js';
import { field } from '../kustomize/built.js';
import { idKey } from '../tree/object-index.js';
import { isUnknown } from '../tree/unknown.js';
import type { AppliedObject, TreeView } from '../tree/view.js';
import { ssaMode } from './apply-mode.js';

/** Somebody who brings an object and keeps it as it should be. */
export interface Owner {
  /** `unit n8n`, `HelmRelease/monitoring/loki`, `Terraform helm_release.cilium`. */
  readonly name: string;
  /** `flux` applies it, `chart` brings it, `controller` makes it (cert-manager, External Secrets), `terraform` has it. */
  readonly by: 'flux' | 'chart' | 'controller' | 'terraform';
  readonly file: string;
  /** What of the tree says so. */
  readonly at?: AppliedObject;
}

/** An object and all who bring it. */
export interface Ownership {
  readonly id: ResourceId;
  readonly owners: readonly Owner[];
}

const cache = new WeakMap<TreeView, ReadonlyMap<string, Ownership>>();

/**
 * Who owns what, by identity: what Flux applies, what controllers make from it, the Helm releases, and what charts and
 * Terraform were seen to bring (S3-91). Boundaries are patterns, and no part of it.
 */
export function ownershipMap(view: TreeView): ReadonlyMap<string, Ownership> {
  const known = cache.get(view);
  if (known !== undefined) return known;
  const map = new Map<string, { id: ResourceId; owners: Owner[] }>();
  const add = (id: ResourceId, owner: Owner) => {
    const key = idKey(id);
    const entry = map.get(key);
    if (entry === undefined) map.set(key, { id, owners: [owner] });
    else if (!entry.owners.some((one) => one.name === owner.name && one.at === owner.at && one.file === owner.file)) {
      entry.owners.push(owner);
    }
  };
  for (const at of view.index.all) {
    if (at.id.name === '' || isUnknown(at.id.name) || ssaMode(at.object) === 'ignore') continue;
    const name = at.unit === undefined ? 'bootstrap' : `unit ${at.unit.name}`;
    add(at.id, { name, by: 'flux', file: at.document.file, at });
    const made = madeSecret(at);
    if (made !== undefined) {
      add(made, { name: formatResourceId(at.id), by: 'controller', file: at.document.file, at });
    }
  }
  for (const install of chartInstalls(view)) {
    const { at } = install;
    if (at.id.kind === 'HelmChartConfig') continue;
    add(releaseId(install), { name: formatResourceId(at.id), by: 'chart', file: at.document.file, at });
  }
  for (const { id, owner, file } of view.settings.owned ?? []) {
    add(id, { name: owner, by: owner.startsWith('Terraform') ? 'terraform' : 'chart', file });
  }
  cache.set(view, map);
  return map;
}

/** The Secret that a controller makes of an object and keeps. */
function madeSecret({ id, object }: AppliedObject): ResourceId | undefined {
  const { namespace = '' } = id;
  const secret = (name: unknown): ResourceId | undefined =>
    typeof name !== 'string' || name === '' || isUnknown(name)
      ? undefined
      : { group: '', kind: 'Secret', namespace, name };
  switch (`${id.group}/${id.kind}`) {
    case 'external-secrets.io/ExternalSecret': {
      const policy = field(object, 'spec', 'target', 'creationPolicy') ?? 'Owner';
      // `Merge` adds to a Secret that somebody else brings, `None` makes none.
      if (policy !== 'Owner' && policy !== 'Orphan') return undefined;
      return secret(field(object, 'spec', 'target', 'name') ?? id.name);
    }
    case 'bitnami.com/SealedSecret':
      return secret(id.name);
    case 'cert-manager.io/Certificate':
      return secret(field(object, 'spec', 'secretName'));
    default:
      return undefined;
  }
}
