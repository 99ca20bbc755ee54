import { appliedByHand } from '../../flux/tree/flux-objects.js';
import type { TreeView } from '../../flux/tree/view.js';
import { loadKindSchemas } from '../../schemas/validate.js';

/** The view with the schemas of the kinds that are in it; of the others, none is loaded. */
export async function withSchemas(view: TreeView): Promise<TreeView> {
  const schemas = await loadKindSchemas(kindsOf(view), view.settings.kubernetesVersion);
  return { ...view, settings: { ...view.settings, schemas } };
}

/** Every kind of a tree, once; those that a person applies, too. */
export function kindsOf(view: TreeView): { readonly apiVersion: string; readonly kind: string }[] {
  const kinds = new Map<string, { apiVersion: string; kind: string }>();
  for (const objects of [view.index.all, appliedByHand(view)]) {
    for (const { object } of objects) {
      const { apiVersion, kind } = object;
      if (typeof apiVersion !== 'string' || typeof kind !== 'string') continue;
      const name = `${apiVersion}/${kind}`;
      if (!kinds.has(name)) kinds.set(name, { apiVersion, kind });
    }
  }
  return [...kinds.values()];
}
