import type { JsonSchema } from './json-schema.js';

/** Whether objects of a kind live in a namespace. */
export type KindScope = 'Cluster' | 'Namespaced';

/** What one version of a kind may hold, as JSON schema of the whole object. */
export interface KindSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: KindScope;
  readonly schema: JsonSchema;
  /** Package and version, or file. */
  readonly from: string;
}
