import type * as z from 'zod';
import type { KindScope } from '../kind-schema.js';

/** A kind that no package describes. */
export interface ZodKind {
  /** The one version that the clusters use. */
  readonly version: string;
  readonly scope: KindScope;
  /** The object without apiVersion, kind, metadata and status. */
  readonly schema: z.ZodObject;
  /** False for what no cluster ever holds: it gets no construct. @default true */
  readonly applied?: boolean;
}

/** The kinds of an API group, by their name. */
export type ZodKinds = Readonly<Record<string, ZodKind>>;

/** What is written of a kind, but for apiVersion, kind and metadata. */
export type ZodKindInput<Kind extends ZodKind> = z.input<Kind['schema']>;
