import * as z from 'zod';
import type { SecretKey, SecretKeyRef } from '../../model/secret.js';

/** Zod schema of a secret's keys; every value is text. */
export type SecretSchema<Key extends string> = z.ZodObject<Readonly<Record<Key, z.ZodType<string>>>>;

/** Where the value of each key comes from. */
export type SecretKeys<Key extends string> = Readonly<Record<Key, SecretKey>>;

/** Another key of the same secret, whatever that will be called, as input of a derived one. */
export type OwnKey<Key extends string> = (key: Key) => { readonly ref: SecretKeyRef };

export interface SecretTemplateOptions {
  /** Kubernetes type of the Secret. @default 'Opaque' */
  readonly type?: string;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A credential with a name: which keys its Secret has, what their values must be, and where they come from (S2-16,
 * S2-17). It becomes a Secret in `new DeclaredSecret(unit, 'name', template)`.
 */
export class SecretTemplate<Key extends string = string> {
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
  private built: SecretSchema<Key> | undefined;

  /** `makeSchema` runs when the first value is judged: most templates of a program are never used. */
  constructor(
    private readonly makeSchema: () => SecretSchema<Key>,
    private readonly sources: (own: OwnKey<Key>) => SecretKeys<Key>,
    options: SecretTemplateOptions = {},
  ) {
    this.type = options.type ?? 'Opaque';
    this.labels = options.labels ?? {};
  }

  /** What the values must be; `z.infer` of it is the credential's type. @throws Error when it has other keys. */
  get schema(): SecretSchema<Key> {
    this.built ??= agreeing(this.makeSchema(), this.sources(nowhere));
    return this.built;
  }

  /** The keys as a secret of this name has them, each with its schema. */
  keysFor({ namespace, name }: Omit<SecretKeyRef, 'key'>): SecretKeys<Key> {
    const sources = this.sources((key) => ({ ref: { namespace, name, key } }));
    const judge = (key: Key) => ({ safeParse: (value: unknown) => this.schema.shape[key].safeParse(value) });
    return Object.fromEntries(
      Object.entries<SecretKey>(sources).map(([key, source]) => [key, { ...source, schema: judge(key as Key) }]),
    ) as unknown as SecretKeys<Key>;
  }

  /** The same credential with more keys beside it. */
  with<More extends string>(keys: SecretKeys<More>): SecretTemplate<Key | More> {
    const makeSchema = () => this.schema.extend(schemaOf(keys).shape) as unknown as SecretSchema<Key | More>;
    const sources = (own: OwnKey<Key | More>) =>
      ({ ...this.sources(own), ...keys }) as unknown as SecretKeys<Key | More>;
    return new SecretTemplate(makeSchema, sources, this);
  }
}

/** Not `keyof Shape`, which allows keys that are no text. */
type KeyOf<Shape> = Extract<keyof Shape, string>;
/** Refuses keys that the schema has not, which TypeScript lets through where a function returns them. */
type Exactly<Keys, Shape> = Readonly<Record<Exclude<keyof Keys, keyof Shape>, never>>;

/** A template from its schema and the sources of its keys; the two name the same keys, or it does not compile. */
export function secretTemplate<
  Shape extends Readonly<Record<string, z.ZodType<string>>>,
  Keys extends SecretKeys<KeyOf<Shape>>,
>(
  makeSchema: () => z.ZodObject<Shape>,
  sources: (own: OwnKey<KeyOf<Shape>>) => Keys & Exactly<Keys, Shape>,
  options: SecretTemplateOptions = {},
): SecretTemplate<KeyOf<Shape>> {
  return new SecretTemplate(makeSchema as unknown as () => SecretSchema<KeyOf<Shape>>, sources, options);
}

/**
 * A schema that fits the sources of its keys: Node does not check types, so those who do not run the compiler get an
 * error here.
 */
function agreeing<Key extends string>(schema: SecretSchema<Key>, sources: SecretKeys<Key>): SecretSchema<Key> {
  if ((schema.def.checks ?? []).length > 0) throw new Error('the schema of a secret judges each key for itself');
  const [inSchema, named] = [schema.shape, sources].map((keys) => Object.keys(keys).sort().join());
  if (inSchema !== named) throw new Error(`the schema has the keys ${inSchema}, the sources ${named}`);
  return schema;
}

function nowhere(key: string) {
  return { ref: { namespace: '', name: '', key } };
}

/** The schema of keys that were declared without one. */
export function schemaOf<Key extends string>(keys: SecretKeys<Key>): SecretSchema<Key> {
  const shape = Object.entries<SecretKey>(keys).map(([key, { schema }]) => {
    if (schema === undefined) return [key, z.string().min(1, 'it is empty')];
    if (schema instanceof z.ZodType) return [key, schema];
    return [
      key,
      z.string().refine((value) => schema.safeParse(value).success, 'it has not the form that is asked for'),
    ];
  });
  return z.object(Object.fromEntries(shape)) as unknown as SecretSchema<Key>;
}
