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

/**
 * Who owns what, by identity: what Flux applies, what controllers make from it, the Helm releases, and what charts and
 * Terraform were seen to bring (S3-91). Boundaries are patterns, and no part of it.
 */
export function ownershipMap(view: TreeView): ReadonlyMap<string, Ownership> {
  const map = new Map<string, { id: ResourceId; owners: Owner[] }>();
  for (const [key, objects] of view.index.identities) {
    const owners = fluxOwners(objects);
    const [first] = objects;
    if (first !== undefined && owners.length > 0) map.set(key, { id: first.id, owners });
  }
  for (const [key, { id, owners }] of otherOwners(view)) {
    const entry = map.get(key);
    if (entry === undefined) map.set(key, { id, owners: [...owners] });
    else entry.owners.push(...owners);
  }
  return map;
}

/** The part of the map in which an object has more than one owner, and not Flux alone. */
export function* contested(view: TreeView): Generator<Ownership> {
  for (const [key, { id, owners }] of otherOwners(view)) {
    const all = [...fluxOwners(view.index.identities.get(key) ?? []), ...owners];
    if (all.length > 1) yield { id, owners: all };
  }
}

function fluxOwners(objects: readonly AppliedObject[]): Owner[] {
  return objects
    .filter(({ id, object }) => id.name !== '' && !isUnknown(id.name) && ssaMode(object) !== 'ignore')
    .map((at) => ({
      name: at.unit === undefined ? 'bootstrap' : `unit ${at.unit.name}`,
      by: 'flux',
      file: at.document.file,
      at,
    }));
}

/** Owners besides Flux's Kustomizations. */
function otherOwners(view: TreeView): ReadonlyMap<string, Ownership> {
  const map = new Map<string, { id: ResourceId; owners: Owner[] }>();
  const add = (id: ResourceId, owner: Owner) => {
    const key = idKey(id);
    const entry = map.get(key);
    if (entry === undefined) map.set(key, { id, owners: [owner] });
    else if (
      !entry.owners.some(({ name, at, file }) => name === owner.name && at === owner.at && file === owner.file)
    ) {
      entry.owners.push(owner);
    }
  };
  for (const [group, kind] of MAKERS) {
    for (const at of view.index.ofKind(group, kind)) {
      const made = madeSecret(at);
      if (made !== undefined)
        add(made, { name: formatResourceId(at.id), by: 'controller', file: at.document.file, at });
    }
  }
  for (const install of chartInstalls(view)) {
    const { at } = install;
    if (at.id.kind === 'HelmChartConfig' || isUnknown(install.release)) continue;
    add(releaseId(install), { name: formatResourceId(at.id), by: 'chart', file: at.document.file, at });
  }
  for (const { id, owner, file } of view.settings.owned ?? []) {
    add(id, { name: owner, by: owner.startsWith('Terraform') ? 'terraform' : 'chart', file });
  }
  return map;
}

const MAKERS = [
  ['external-secrets.io', 'ExternalSecret'],
  ['bitnami.com', 'SealedSecret'],
  ['cert-manager.io', 'Certificate'],
] as const;

/** The Secret that a controller makes of an object and keeps. */
function madeSecret({ id, object }: AppliedObject): ResourceId | undefined {
  const { namespace = '' } = id;
  const secret = (name: unknown): ResourceId | undefined =>
    typeof name !== 'string' || name === '' || isUnknown(name)
      ? undefined
      : { group: '', kind: 'Secret', namespace, name };
  switch (id.kind) {
    case 'ExternalSecret': {
      const policy = field(object, 'spec', 'target', 'creationPolicy') ?? 'Owner';
      // `Merge` adds to a Secret that somebody else brings, `None` makes none.
      if (policy !== 'Owner' && policy !== 'Orphan') return undefined;
      return secret(field(object, 'spec', 'target', 'name') ?? id.name);
    }
    case 'SealedSecret':
      return secret(id.name);
    case 'Certificate':
      return secret(field(object, 'spec', 'secretName'));
    default:
      return undefined;
  }
}
