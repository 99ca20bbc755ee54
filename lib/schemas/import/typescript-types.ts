import { literal, propertyName, type TypedProperty } from '../importable-kind.js';
import type { JsonSchema, ObjectSchema } from '../json-schema.js';

/** Names of types of one file: each is given once. */
export class TypeNames {
  private readonly taken: Set<string>;

  /** @param taken names that the file has already. */
  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  /** The name, or the first of `Name2`, `Name3` … that is free. */
  give(name: string): string {
    let given = name;
    for (let number = 2; this.taken.has(given); number++) given = `${name}${number}`;
    this.taken.add(given);
    return given;
  }
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
};

/** The TypeScript types of a structural schema: an interface for each object that names its fields. */
export class TypescriptTypes {
  readonly declarations: string[] = [];

  constructor(private readonly names: TypeNames) {}

  /** The properties of an object's schema, their types named after `owner`. */
  properties(owner: string, { properties = {}, required = [] }: ObjectSchema): TypedProperty[] {
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      required: required.includes(name),
      type: this.typeOf(owner + pascal(name), schema),
    }));
  }

  /** The type of a value; `name` is for the interface that it may need. */
  private typeOf(name: string, schema: JsonSchema): string {
    if (typeof schema === 'boolean') return schema ? 'unknown' : 'never';
    const type = this.bareTypeOf(name, schema);
    return schema.nullable === true && type !== 'unknown' ? `${type} | null` : type;
  }

  private bareTypeOf(name: string, schema: ObjectSchema): string {
    if (schema['x-kubernetes-int-or-string'] === true) return 'number | string';
    if (schema.enum !== undefined) return union(schema.enum);
    if (schema.type === 'array') return this.listOf(name, schema.items ?? true);
    if (schema.type === 'object' || schema.properties !== undefined) return this.objectOf(name, schema);
    return (typeof schema.type === 'string' ? SCALARS[schema.type] : undefined) ?? 'unknown';
  }

  private listOf(name: string, items: JsonSchema): string {
    const item = this.typeOf(name, items);
    const several = item.startsWith('{') ? item.endsWith('| null') : /^readonly | \| /.test(item);
    return `readonly ${several ? `(${item})` : item}[]`;
  }

  private objectOf(name: string, schema: ObjectSchema): string {
    const { properties, additionalProperties } = schema;
    if (properties !== undefined && Object.keys(properties).length > 0) return this.declare(name, schema);
    if (typeof additionalProperties !== 'object') return 'unknown';
    return `{ readonly [key: string]: ${this.typeOf(name, additionalProperties)} }`;
  }

  private declare(name: string, schema: ObjectSchema): string {
    const given = this.names.give(name);
    const place = this.declarations.push('') - 1;
    const open =
      schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-embedded-resource'] === true;
    const lines = this.properties(given, schema).map(
      ({ name: member, required, type }) => `  readonly ${propertyName(member)}${required ? '' : '?'}: ${type};\n`,
    );
    if (open) lines.push('  readonly [key: string]: unknown;\n');
    // Outer types come before the types that they use, whose names they were needed for.
    this.declarations[place] = `export interface ${given} {\n${lines.join('')}}\n`;
    return given;
  }
}

function union(values: readonly unknown[]): string {
  const members = values.map((value) => (typeof value === 'string' ? literal(value) : JSON.stringify(value)));
  return [...new Set(members)].join(' | ') || 'never';
}

/** `spec` → `Spec`, `soa_edit_api` → `SoaEditApi`. */
function pascal(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
