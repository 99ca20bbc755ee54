/** One property of a custom kind beside apiVersion, kind, metadata and status. */
export interface KindProperty {
  readonly name: string;
  readonly required: boolean;
}

/** What a model file says about the custom kind that it declares. */
export interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly properties: readonly KindProperty[];
}

/** Properties that cdk8s writes itself, and the one that only controllers write. */
const NOT_PROPS = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/**
 * Reads the declaration file of a model: its `I<Kind>` interface, by the layout that the packages are generated
 * in (one property a line, indented by four spaces; deeper lines belong to it).
 *
 * @returns undefined when the file declares no kind of its own: parts, lists, embedded objects.
 */
export function readModel(declaration: string): CustomKind | undefined {
  const body = /^export interface I\w+(?: extends TypeMeta)? \{\n([\s\S]*?)^\}/m.exec(declaration)?.[1];
  const [, group, version] = /^ {4}"apiVersion": "([^"/]+)\/([^"/]+)";$/m.exec(body ?? '') ?? [];
  const kind = /^ {4}"kind": "(\w+)";$/m.exec(body ?? '')?.[1];
  if (body === undefined || group === undefined || version === undefined || kind === undefined) return undefined;
  if (!/^ {4}"metadata"\??: I\w*ObjectMeta;$/m.test(body)) return undefined;
  if (!declaration.includes(`export interface I${kind} `)) {
    throw new Error(`${group}/${version} ${kind}: the model's interface is not named I${kind}`);
  }
  const properties = [...body.matchAll(/^ {4}"(\w+)"(\??): /gm)]
    .map(([, name = '', optional]) => ({ name, required: optional === '' }))
    .filter(({ name }) => !NOT_PROPS.has(name));
  return { group, version, kind, properties };
}
