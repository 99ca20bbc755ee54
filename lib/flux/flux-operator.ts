import { field, isMap } from './kustomize/built.js';
import { definitions } from './tree/definitions.js';
import type { AppliedObject, JsonPath, TreeView } from './tree/view.js';

const GROUP = 'fluxcd.controlplane.io';
const KINDS: ReadonlySet<unknown> = new Set(['FluxInstance', 'ResourceSet', 'ResourceSetInputProvider']);
const NOTIFICATION = 'notification.toolkit.fluxcd.io';

/**
 * Whether a field names a kind that the Flux Operator adds to what Alerts and Receivers take. It patches both
 * definitions when it installs Flux; without it the API server refuses these kinds.
 */
export function isAddedByFluxOperator(view: TreeView, { id, object }: AppliedObject, path: JsonPath): boolean {
  if (id.group !== NOTIFICATION || path.at(-1) !== 'kind') return false;
  const list = id.kind === 'Alert' ? 'eventSources' : 'resources';
  const [, at, index] = path;
  if (at !== list || typeof index !== 'number') return false;
  const entries = field(object, 'spec', list);
  const entry = Array.isArray(entries) ? entries[index] : undefined;
  return isMap(entry) && KINDS.has(entry.kind) && hasFluxOperator(view);
}

function hasFluxOperator(view: TreeView): boolean {
  const known = definitions(view);
  return known.isExternal(GROUP) || known.of(GROUP, 'FluxInstance').length > 0;
}
