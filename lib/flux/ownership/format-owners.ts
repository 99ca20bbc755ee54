import { formatResourceId } from '../../model/manifest.js';
import type { TreeView } from '../tree/view.js';
import { ownershipMap } from './owners.js';

/** Who owns an object, for a machine. */
export interface OwnersEntry {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly owners: readonly { readonly name: string; readonly file: string }[];
}

/** The map of owners, in order of owner and object. */
export function ownersOf(view: TreeView): OwnersEntry[] {
  const entries = [...ownershipMap(view).values()].map(({ id, owners }) => ({
    ...id,
    owners: owners.map(({ name, file }) => ({ name, file })),
  }));
  const key = ({ owners, ...id }: OwnersEntry) => `${owners[0]?.name} ${formatResourceId(id)} ${id.group}`;
  return entries
    .map((entry) => [key(entry), entry] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

/**
 * The map of owners as a person reads it: each owner with what it has, then the boundaries with their reasons.
 * An object with more than one owner names the others.
 */
export function formatOwners(view: TreeView): string {
  const lines: string[] = [];
  let current = '';
  for (const { owners, ...id } of ownersOf(view)) {
    const [first, ...others] = owners;
    if (first === undefined) continue;
    if (first.name !== current) lines.push(...(lines.length === 0 ? [] : ['']), first.name);
    current = first.name;
    const also = others.length === 0 ? '' : `  also ${others.map(({ name }) => name).join(', ')}`;
    lines.push(`  ${formatResourceId(id)}${also}`);
  }
  for (const { owner, reason, parts = [], charts = [], groups = [], objects = [] } of view.settings.boundaries ?? []) {
    const what = [...parts, ...charts.map((chart) => `chart ${chart}`), ...groups.map((group) => `all of ${group}`)];
    const named = objects.map(({ kind, namespace, name }) => [kind, namespace, name].filter(Boolean).join('/'));
    lines.push('', `${owner} (boundary)`, ...[...what, ...named].map((one) => `  ${one}`), `  because ${reason}`);
  }
  return lines.join('\n');
}
