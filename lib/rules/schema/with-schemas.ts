import type { TreeView } from '../../flux/tree/view.js';
import { loadKindSchemas } from '../../schemas/validate.js';

/** The view with the schemas of the kinds that are in it; of the others, none is loaded. */
export async function withSchemas(view: TreeView): Promise<TreeView> {
  const kinds = new Map<string, { apiVersion: string; kind: string }>();
  for (const { object } of view.index.all) {
    const { apiVersion, kind } = object;
    if (typeof apiVersion === 'string' && typeof kind === 'string')
      kinds.set(`${apiVersion}/${kind}`, { apiVersion, kind });
  }
  const schemas = await loadKindSchemas(kinds.values(), view.settings.kubernetesVersion);
  return { ...view, settings: { ...view.settings, schemas } };
}
