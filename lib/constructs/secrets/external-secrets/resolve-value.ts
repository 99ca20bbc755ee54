import { hintForUnknown } from '../../../model/names.js';
import type { SecretDeclaration, SecretKeyRef, SecretOperand, SecretSource } from '../../../model/secret.js';
import { Impossible } from './impossible.js';
import type { MadeProperty, MadeValue } from './made-value.js';
import { BCRYPT_BYTES } from './recipe.js';
import type { StoreEntry } from './store.js';
import { dockerConfig, joined, text, type Value } from './value.js';

export interface DeclaredValues {
  /** Every declaration of the cluster, whatever its backend. */
  find(secret: Pick<SecretKeyRef, 'namespace' | 'name'>): SecretDeclaration | undefined;
  /** Whether External Secrets brings it from the same store. */
  ours(declaration: SecretDeclaration): boolean;
  /**
   * What was made for a key, or for the pair that a key belongs to; undefined where nothing is generated.
   * @throws Impossible
   */
  made(declaration: SecretDeclaration, key: string): MadeValue | undefined;
  /** Where the store keeps the value of an asked key. */
  entry(ref: SecretKeyRef): StoreEntry;
}

const WAY_OUT = 'put the value into the store and ask for it, or give this secret `backend: sops()`';

/**
 * What a key is made of, down to what External Secrets can read.
 * @throws Impossible
 */
export function resolveValue(ref: SecretKeyRef, values: DeclaredValues, path: readonly string[] = []): Value {
  const id = `${ref.namespace}/${ref.name} "${ref.key}"`;
  if (path.includes(id)) throw new Impossible(`is made of itself: ${[...path, id].join(' → ')}`, 'break the circle');
  const declaration = values.find(ref);
  const source = declaration?.keys[ref.key]?.source;
  if (declaration === undefined || source === undefined) {
    const hint =
      declaration === undefined
        ? 'declare it, in this cluster and in any unit'
        : hintForUnknown(ref.key, Object.keys(declaration.keys));
    throw new Impossible(`needs ${id}, which nobody declares`, hint);
  }
  const { namespace, name } = ref;
  if (!values.ours(declaration)) {
    return { kind: 'read', reading: { at: 'cluster', namespace, secret: name, property: ref.key } };
  }
  const made = values.made(declaration, ref.key);
  if (made !== undefined) return { kind: 'read', reading: made.reading(madeProperty(source)) };
  return derived(source, ref, values, [...path, id]);
}

function derived(source: SecretSource, ref: SecretKeyRef, values: DeclaredValues, path: readonly string[]): Value {
  const operand = (of: SecretOperand): Value =>
    'constant' in of ? text(of.constant) : resolveValue(of.ref, values, path);
  switch (source.from) {
    case 'given':
      return text(source.value);
    case 'asked':
      return { kind: 'read', reading: { at: 'store', ...values.entry(ref) } };
    case 'copied':
      return resolveValue(source.of, values, path);
    case 'docker-config':
      return dockerConfig(source.registry, operand(source.username), operand(source.password));
    case 'template': {
      const encode = (of: Value): Value => (source.encode === 'url' ? { kind: 'call', name: 'urlEncode', of } : of);
      const parts = templateParts(source.text, source.operands);
      return joined(...parts.map((part) => (typeof part === 'string' ? text(part) : encode(operand(part)))));
    }
    case 'htpasswd':
      return joined(operand(source.user), text(':'), bcrypt(source.password, values, path), text('\n'));
    case 'bcrypt':
      return bcrypt(source.password, values, path);
    default:
      throw new Impossible(`is of a kind that External Secrets has no generator for: ${source.from}`, WAY_OUT);
  }
}

/** The hash that was made together with a generated password. */
function bcrypt(password: SecretOperand, values: DeclaredValues, path: readonly string[]): Value {
  // Whether it is there at all comes first.
  if ('ref' in password) resolveValue(password.ref, values, path);
  const source = 'ref' in password ? originOf(password.ref, values) : undefined;
  if (source === undefined) {
    const fact =
      'is a bcrypt hash of a value that is not generated: each refresh would salt it anew and restart what uses it';
    throw new Impossible(fact, 'put the hash into the store too and ask for it, or give this secret `backend: sops()`');
  }
  const { made, length } = source;
  if (length > BCRYPT_BYTES) {
    throw new Impossible(`is a bcrypt hash of ${length} characters; bcrypt takes ${BCRYPT_BYTES}`, 'generate fewer');
  }
  return { kind: 'read', reading: made.reading('bcrypt') };
}

/** Follows copies to a generated key. */
function originOf(
  ref: SecretKeyRef,
  values: DeclaredValues,
  steps = 0,
): { made: MadeValue; length: number } | undefined {
  const declaration = values.find(ref);
  const source = declaration?.keys[ref.key]?.source;
  if (declaration === undefined || source === undefined || !values.ours(declaration) || steps > 100) return undefined;
  if (source.from === 'copied') return originOf(source.of, values, steps + 1);
  const made = values.made(declaration, ref.key);
  if (made === undefined || source.from === 'ssh-key') return undefined;
  return { made, length: textLength(source) };
}

function textLength(source: SecretSource): number {
  if (source.from === 'generated') return source.length;
  if (source.from !== 'random-bytes') return Number.POSITIVE_INFINITY;
  return source.encoding === 'hex' ? source.bytes * 2 : Math.ceil(source.bytes / 3) * 4;
}

function madeProperty(source: SecretSource): MadeProperty {
  if (source.from !== 'ssh-key') return 'password';
  return source.half === 'private' ? 'privateKey' : 'publicKey';
}

// The same places as in a template that is filled in before sealing: `${NAME}` is the shell's or Flux's.
const PLACE = /(?<!\$)\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

function templateParts(
  template: string,
  operands: Readonly<Record<string, SecretOperand>>,
): readonly (string | SecretOperand)[] {
  const parts: (string | SecretOperand)[] = [];
  let from = 0;
  for (const match of template.matchAll(PLACE)) {
    const name = match[1] as string;
    const operand = Object.hasOwn(operands, name) ? operands[name] : undefined;
    if (operand === undefined) {
      throw new Impossible(`names "${name}", which is no operand`, hintForUnknown(name, Object.keys(operands)));
    }
    parts.push(template.slice(from, match.index), operand);
    from = match.index + match[0].length;
  }
  return [...parts, template.slice(from)].filter((part) => part !== '');
}
