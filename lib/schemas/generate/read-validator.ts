import { parse } from 'acorn';
import type { JsonSchema, ObjectSchema } from '../json-schema.js';
import { childrenOf, isSyntax, literalOf, membersOf, nameOf, type Syntax } from './syntax.js';

/** A schema while it is read. */
type Draft = { -readonly [Key in keyof ObjectSchema]: ObjectSchema[Key] };

/** The declarations of one file. */
interface Declarations {
  readonly functions: Map<string, Syntax>;
  /** Local names of validators that other files export, to what the imports name. */
  readonly imports: Map<string, string>;
  readonly constants: Map<string, Syntax>;
  root?: string;
}

/** Keywords whose error names their value `limit`. */
const LIMITS = new Set(['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties']);
const COMPARISONS = { '>=': 'minimum', '<=': 'maximum', '>': 'exclusiveMinimum', '<': 'exclusiveMaximum' } as const;

/**
 * Reads a standalone ajv validator of a model package back into the schema that it was made of. The packages hold
 * validators alone: one function a schema, so that each error that a function can report is one keyword, and each call
 * of another function one sub-schema. A `$ref` holds what an import names.
 *
 * @throws Error when the code has a form that is not known here: a schema with less in it would let pass what the
 * package refuses.
 */
export function readValidator(code: string): JsonSchema {
  const file: Declarations = { functions: new Map(), imports: new Map(), constants: new Map() };
  const program = parse(code, { ecmaVersion: 2022, sourceType: 'module' }) as unknown as Syntax;
  for (const node of program.body as Syntax[]) declare(file, node);
  if (file.root === undefined) throw new Error('no validator is exported');
  return schemaOf(file, file.root, []);
}

function declare(file: Declarations, node: Syntax): void {
  if (node.type === 'ImportDeclaration') {
    for (const { imported, local } of node.specifiers as Syntax[]) {
      if (nameOf(imported) !== 'validate') continue;
      file.imports.set(nameOf(local) as string, (node.source as Syntax).value as string);
    }
  } else if (node.type === 'FunctionDeclaration') file.functions.set(nameOf(node.id) as string, node);
  else if (node.type === 'VariableDeclaration') {
    for (const { id, init } of node.declarations as Syntax[]) {
      if (!isSyntax(init)) continue;
      file.constants.set(nameOf(id) as string, init);
      if (nameOf(id) === 'validate') file.root = nameOf(init) as string;
    }
  } else if (node.type === 'ExportNamedDeclaration' && isSyntax(node.declaration)) declare(file, node.declaration);
}

function schemaOf(file: Declarations, name: string, callers: readonly string[]): JsonSchema {
  const imported = file.imports.get(name);
  if (imported !== undefined) return { $ref: imported };
  const declared = file.functions.get(name);
  if (declared === undefined) throw new Error(`${name} is not declared`);
  if (callers.includes(name)) throw new Error(`${name} calls itself`);
  const schema: Draft = {};
  const whole: JsonSchema[] = [];
  visit(declared.body as Syntax, false);
  return assemble(schema, whole);

  /** `nullable`: within a condition that lets null pass. */
  function visit(node: Syntax, nullable: boolean): void {
    if (node.type === 'CallExpression' && /^validate\d+$/.test(nameOf(node.callee) ?? '')) readCall(node, nullable);
    else if (node.type === 'ObjectExpression' && membersOf(node).has('keyword')) readError(node, nullable);
    else if (node.type === 'IfStatement' || node.type === 'LogicalExpression') {
      const test = (node.test ?? node.left) as Syntax;
      const passesNull = nullable || exceptsNull(test);
      visit(test, nullable);
      if (isSyntax(node.consequent)) visit(node.consequent, passesNull);
      if (isSyntax(node.right)) visit(node.right, passesNull);
      if (isSyntax(node.alternate)) visit(node.alternate, nullable);
    } else for (const child of childrenOf(node)) visit(child, nullable);
  }

  function readCall(node: Syntax, nullable: boolean): void {
    const [value] = node.arguments as [Syntax];
    const called = schemaOf(file, nameOf(node.callee) as string, [...callers, name]);
    if (nameOf(value) === 'data') whole.push(nullable ? withNull(called) : called);
    else {
      const property = value.property as Syntax;
      const key = value.computed === true ? property.value : nameOf(property);
      if (typeof key === 'string') schema.properties = { ...schema.properties, [key]: called };
      else if (/^i\d+$/.test(nameOf(property) ?? '')) schema.items = called;
      else if (/^key\d+$/.test(nameOf(property) ?? '')) schema.additionalProperties = called;
      else throw new Error(`${name} checks a member that cannot be told`);
    }
  }

  function readError(node: Syntax, nullable: boolean): void {
    const members = membersOf(node);
    const keyword = literalOf(members.get('keyword') as Syntax) as string;
    const params = membersOf(members.get('params') as Syntax);
    const value = (param: string) => {
      const given = params.get(param) as Syntax;
      return literalOf(file.constants.get(nameOf(given) ?? '') ?? given) as never;
    };
    if (keyword === 'type') {
      schema.type = value('type');
      if (nullable) schema.nullable = true;
    } else if (keyword === 'required') schema.required = [...(schema.required ?? []), value('missingProperty')];
    else if (keyword === 'enum') schema.enum = value('allowedValues');
    else if (keyword === 'pattern' || keyword === 'format') schema[keyword] = value(keyword);
    else if (LIMITS.has(keyword)) schema[keyword as 'minLength'] = value('limit');
    else if (params.has('comparison')) schema[COMPARISONS[value('comparison') as '>=']] = value('limit');
    // Its alternatives were called before its error is made.
    else if (keyword === 'oneOf' || keyword === 'anyOf') schema[keyword] = whole.splice(0);
    else throw new Error(`${name} checks the unknown keyword ${keyword}`);
  }
}

/** True for a condition that holds for everything but null: `null !== data`, alone or with others. */
function exceptsNull(node: Syntax): boolean {
  if (node.type === 'LogicalExpression') return [node.left, node.right].some((side) => exceptsNull(side as Syntax));
  if (node.type !== 'BinaryExpression' || node.operator !== '!==') return false;
  return (
    (node.left as Syntax).value === null && (node.left as Syntax).type === 'Literal' && nameOf(node.right) === 'data'
  );
}

function withNull(schema: JsonSchema): JsonSchema {
  return typeof schema === 'boolean' ? schema : { ...schema, nullable: true };
}

/** Sub-schemas of the whole value that are no alternatives hold all together. */
function assemble(schema: Draft, whole: readonly JsonSchema[]): JsonSchema {
  if (whole.length === 0) return schema;
  const [only] = whole;
  if (whole.length === 1 && Object.keys(schema).length === 0) return only as JsonSchema;
  return { ...schema, allOf: whole };
}
