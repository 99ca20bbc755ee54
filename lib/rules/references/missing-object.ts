import { presence } from '../../flux/presence/presence.js';
import { mayBeBrought } from '../../flux/presence/undeclared.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { formatResourceId, type ResourceId } from '../../model/manifest.js';
import { didYouMean } from '../../model/names.js';

/** A place that names another object. */
export interface Mention {
  readonly at: AppliedObject;
  readonly path: JsonPath;
  readonly target: ResourceId;
}

/**
 * The finding that goes with a name that leads nowhere; nothing where the object is there, or where the name holds
 * what only the cluster knows.
 */
export function* missingObject(view: TreeView, { at, path, target }: Mention): Iterable<TreeFinding> {
  const { name, namespace } = target;
  if (isUnknown(name) || isUnknown(namespace)) return;
  const there = presence(view);
  if (there.has(target) || mayBeBrought(view, target)) return;
  const hint = hintFor(view, target);
  const message = `names ${formatResourceId(target)}, which nothing brings`;
  yield { at, path, message, ...(hint === undefined ? {} : { hint }) };
}

function hintFor(view: TreeView, target: ResourceId): string | undefined {
  const there = presence(view);
  const close = didYouMean(target.name, there.names(target));
  if (close !== undefined && close !== target.name) return `did you mean "${close}"?`;
  const elsewhere = there.namespacesWith(target).filter((namespace) => namespace !== target.namespace);
  if (elsewhere.length === 0 || target.namespace === undefined) return undefined;
  return `${target.kind} ${target.name} is in namespace ${elsewhere.join(', ')}, and cannot be reached from ${target.namespace}`;
}
