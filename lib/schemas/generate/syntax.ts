import type { Json } from '../../model/json.js';

/** A node of a syntax tree in the shape that ESTree gives it. */
export interface Syntax {
  readonly type: string;
  readonly [member: string]: unknown;
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string';
}

/** Most nodes have none below them. */
const LEAVES = new Set(['Identifier', 'Literal']);

/** The nodes below a node, in the order of the source. The generated validators have millions of nodes. */
export function childrenOf(node: Syntax): readonly Syntax[] {
  if (LEAVES.has(node.type)) return [];
  const children: Syntax[] = [];
  for (const name in node) {
    const member = node[name];
    if (typeof member !== 'object') continue;
    if (Array.isArray(member)) {
      for (const one of member) if (isSyntax(one)) children.push(one);
    } else if (isSyntax(member)) children.push(member);
  }
  return children;
}

/** The name that a node is; undefined when it is no identifier. */
export function nameOf(node: unknown): string | undefined {
  return isSyntax(node) && node.type === 'Identifier' ? (node.name as string) : undefined;
}

/** The value of `properties` of an object literal, by name. */
export function membersOf(node: Syntax): Map<string, Syntax> {
  const members = new Map<string, Syntax>();
  for (const property of node.properties as Syntax[]) {
    if (property.type !== 'Property') continue;
    const key = property.key as Syntax;
    members.set(nameOf(key) ?? String(key.value), property.value as Syntax);
  }
  return members;
}

/**
 * The plain value that a literal stands for.
 *
 * @throws Error when the node is no literal.
 */
export function literalOf(node: Syntax): Json {
  if (node.type === 'Literal') return node.value as Json;
  if (node.type === 'ArrayExpression') return (node.elements as Syntax[]).map(literalOf);
  if (node.type === 'ObjectExpression') {
    return Object.fromEntries([...membersOf(node)].map(([name, value]) => [name, literalOf(value)]));
  }
  if (node.type === 'TemplateLiteral' && (node.expressions as Syntax[]).length === 0) {
    return ((node.quasis as [Syntax])[0].value as { cooked: string }).cooked;
  }
  if (node.type === 'UnaryExpression') {
    const value = literalOf(node.argument as Syntax);
    if (node.operator === '-') return -(value as number);
    if (node.operator === '!') return !value;
  }
  throw new Error(`${node.type} is no literal`);
}
