import type { AppliedObject, JsonPath } from '../../../flux/tree/view.js';

/** A host that somebody outside can send requests to. */
export interface ExposedHost {
  /** As it is in the cluster; empty where the route takes any host. */
  readonly host: string;
  readonly at: AppliedObject;
  readonly path: JsonPath;
  /** Whether the route shows who asks for a login. */
  readonly guarded: boolean;
  /** Service that answers, where the tree names one. */
  readonly backend?: { readonly namespace: string; readonly name: string };
}
