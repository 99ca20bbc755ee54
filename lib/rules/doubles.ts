import type { Finding } from '../model/finding.js';
import { objectUnique } from './object-unique.js';
import { objectUniqueInTree } from './unique/object-unique-in-tree.js';
import { unitUnique } from './unit-unique.js';

/**
 * Findings of a tree without those that the charts' own rules have made already: two constructs that declare one
 * object, and two units of one name or path, are seen in the charts and in what is rendered from them. The charts'
 * finding stays, since it names the constructs.
 */
export function withoutDoubles(ofCharts: readonly Finding[], ofTree: readonly Finding[]): Finding[] {
  const objects = new Set<string>();
  const units = new Set<string>();
  for (const { code, field, origin } of ofCharts) {
    if (code === objectUnique.name && field !== undefined) objects.add(field);
    if (code === unitUnique.name && origin.unit !== undefined) units.add(origin.unit);
  }
  if (objects.size + units.size === 0) return [...ofTree];
  return ofTree.filter(({ code, field = '' }) => {
    if (code !== objectUniqueInTree.name) return true;
    const [object = ''] = field.split(' ');
    const [kind, , name = ''] = object.split('/');
    return !objects.has(object) && !(kind === 'Kustomization' && units.has(name));
  });
}
