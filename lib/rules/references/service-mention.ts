import { presence } from '../../flux/presence/presence.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { missingObject } from './missing-object.js';

/** A place that names a Service, and perhaps a port of it. */
export interface ServiceMention {
  readonly at: AppliedObject;
  /** Place of the name. */
  readonly path: JsonPath;
  readonly namespace: string;
  readonly name: string;
  /** Number or name. @default no port is named */
  readonly port?: string | number;
  /** @default place of the name */
  readonly portPath?: JsonPath;
}

/** What is wrong with a Service that something names: not there, or without that port. */
export function* checkService(view: TreeView, mention: ServiceMention): Iterable<TreeFinding> {
  const { at, path, namespace, name, port, portPath = path } = mention;
  const target = { group: '', kind: 'Service', namespace, name };
  const gone = [...missingObject(view, { at, path, target })];
  yield* gone;
  if (gone.length > 0 || port === undefined || isUnknown(name) || isUnknown(port)) return;
  const service = presence(view).get(target);
  // An ExternalName hands on any port.
  const ports = service?.ports;
  if (ports === undefined || ports.has(port) || (ports.size === 0 && isExternalName(service?.object))) return;
  const hint = `its ports are ${[...ports].join(', ')}`;
  yield { at, path: portPath, message: `Service ${namespace}/${name} has no port ${port}`, hint };
}

function isExternalName(service: AppliedObject | undefined): boolean {
  return (service?.object.spec as { type?: unknown } | undefined)?.type === 'ExternalName';
}
