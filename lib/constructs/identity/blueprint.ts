import { Document, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** A value that authentik fills in when it applies a blueprint, written as one of its YAML tags. */
class Tag {
  constructor(
    readonly name: '!Env' | '!File' | '!Find' | '!KeyOf',
    readonly value: string | readonly BlueprintValue[],
  ) {}
}

export type BlueprintValue =
  | string
  | number
  | boolean
  | Tag
  | readonly BlueprintValue[]
  | { readonly [key: string]: BlueprintValue };

/** One object of authentik, by the names of its API (https://docs.goauthentik.io/customize/blueprints/v1/structure). */
export interface BlueprintEntry {
  /** Application and model, such as `authentik_core.group`. */
  readonly model: string;
  /** What `keyOf()` calls it, in the same blueprint. @default nobody refers to it */
  readonly id?: string;
  /** `created`: made once, and never changed by the blueprint afterwards. @default 'present' */
  readonly state?: 'present' | 'created' | 'absent';
  /** What it is found by. @default none, as meta models have it */
  readonly identifiers?: Readonly<Record<string, BlueprintValue>>;
  readonly attrs?: Readonly<Record<string, BlueprintValue>>;
}

/** The primary key of an object of any blueprint, by one of its fields; null as long as there is none. */
export function find(model: string, field: string, value: string): BlueprintValue {
  return new Tag('!Find', [model, [field, value]]);
}

/** The primary key of an entry of the same blueprint. */
export function keyOf(id: string): BlueprintValue {
  return new Tag('!KeyOf', id);
}

/** A variable of the worker's environment. */
export function env(variable: string): BlueprintValue {
  return new Tag('!Env', variable);
}

/** The content of a file of the worker: it may appear while the worker runs, which a variable cannot. */
export function file(path: string): BlueprintValue {
  return new Tag('!File', path);
}

/** Text of a blueprint. authentik applies it when it finds the file, and again within the hour when it changes. */
export function blueprint(name: string, entries: readonly BlueprintEntry[]): string {
  const metadata = { name };
  const listed = entries.map(({ model, id, state, identifiers, attrs }) => ({
    model,
    ...(id === undefined ? {} : { id }),
    ...(state === undefined ? {} : { state }),
    ...(identifiers === undefined ? {} : { identifiers }),
    ...(attrs === undefined ? {} : { attrs }),
  }));
  // authentik reads YAML 1.1, as all Python does.
  const document = new Document(toNode({ version: 1, metadata, entries: listed }), { version: '1.1' });
  return document.toString({ lineWidth: 0, directives: false, flowCollectionPadding: false });
}

function toNode(value: BlueprintValue): Node {
  if (value instanceof Tag) return tagged(value);
  if (Array.isArray(value)) return sequence(value as readonly BlueprintValue[]);
  if (typeof value !== 'object') return new Scalar(value);
  const map = new YAMLMap();
  for (const [key, member] of Object.entries(value)) map.set(new Scalar(key), toNode(member));
  return map;
}

function tagged({ name, value }: Tag): Node {
  const node = typeof value === 'string' ? new Scalar(value) : sequence(value);
  if (node instanceof YAMLSeq) flow(node);
  node.tag = name;
  return node;
}

function sequence(items: readonly BlueprintValue[]): YAMLSeq {
  const node = new YAMLSeq();
  for (const item of items) node.add(toNode(item));
  return node;
}

function flow(node: YAMLSeq): void {
  node.flow = true;
  for (const item of node.items) if (item instanceof YAMLSeq) flow(item);
}
