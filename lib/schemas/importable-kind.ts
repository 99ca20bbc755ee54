/** One property of a kind beside apiVersion, kind, metadata and status. */
export interface TypedProperty {
  readonly name: string;
  readonly required: boolean;
  /** Its type, in TypeScript. */
  readonly type: string;
}

/** A kind that becomes a construct, whoever describes it. */
export interface ImportableKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Package and version, or file. */
  readonly from: string;
  /** Import statements that the types need. */
  readonly imports: readonly string[];
  readonly properties: readonly TypedProperty[];
  /** True for one that somebody asked for: it stands for every other description of the kind. @default false */
  readonly preferred?: boolean;
  /** Declarations that the types need, each ending in a newline. @default none */
  readonly declarations?: readonly string[];
}

/** A name as a property of an object type: quoted where it has to be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** A text as TypeScript writes it. */
export function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
