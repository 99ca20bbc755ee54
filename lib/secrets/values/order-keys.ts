import type { SecretDeclaration, SecretKey, SecretKeyRef } from '../../model/secret.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import { isPairSource, isSamePair } from '../sources/key-pair.js';
import { referencesOf } from '../sources/operands.js';

/** One declared key with what its value is made of. */
export interface DeclaredKey {
  readonly ref: SecretKeyRef;
  readonly key: SecretKey;
  readonly needs: readonly SecretKeyRef[];
}

/**
 * All keys of a cluster, each after those that its value is made of. Unknown references, cycles and secrets that are
 * declared twice are problems, all of them at once.
 */
export function orderKeys(declarations: readonly SecretDeclaration[]): {
  readonly keys: readonly DeclaredKey[];
  readonly problems: readonly SecretProblem[];
} {
  const problems: SecretProblem[] = [];
  const all = new Map<string, DeclaredKey>();
  const seen = new Set<string>();
  for (const declaration of declarations) {
    const id = secretId(declaration);
    if (seen.has(id)) problems.push(problem('SECRET_DECLARED_TWICE', id, 'is declared twice in this cluster'));
    seen.add(id);
    for (const declared of declaredKeys(declaration)) {
      all.set(keyId(declared.ref), declared);
      if (isHalfAlone(declared)) problems.push(halfAlone(declared));
    }
  }
  const sorted = new Set<DeclaredKey>();
  const visit = (declared: DeclaredKey, trail: readonly string[]): void => {
    const id = keyId(declared.ref);
    if (sorted.has(declared)) return;
    if (trail.includes(id)) {
      const cycle = [...trail.slice(trail.indexOf(id)), id].join(' → ');
      const known = problems.some(({ code, message }) => code === 'SECRET_CYCLE' && message.includes(id));
      if (!known) problems.push(problem('SECRET_CYCLE', secretId(declared.ref), `is made of itself: ${cycle}`));
      return;
    }
    for (const ref of declared.needs) {
      const needed = all.get(keyId(ref));
      if (needed !== undefined) visit(needed, [...trail, id]);
      else problems.push(unknown(declared.ref, ref, seen));
    }
    sorted.add(declared);
  };
  for (const declared of all.values()) visit(declared, []);
  return { keys: [...sorted], problems };
}

function declaredKeys({ namespace, name, keys }: SecretDeclaration): DeclaredKey[] {
  return Object.entries(keys).map(([key, declared]) => {
    const { source } = declared;
    const needs = [...referencesOf(source)];
    if (isPairSource(source) && source.half === 'public') {
      const isPrivate = ([, { source: other }]: readonly [string, SecretKey]) =>
        isSamePair(source, other) && isPairSource(other) && other.half === 'private';
      const [privateKey] = Object.entries(keys).find(isPrivate) ?? [];
      if (privateKey !== undefined) needs.push({ namespace, name, key: privateKey });
    }
    return { ref: { namespace, name, key }, key: declared, needs };
  });
}

function isHalfAlone({ key: { source }, needs }: DeclaredKey): boolean {
  return isPairSource(source) && source.half === 'public' && needs.length === 0;
}

function halfAlone({ ref }: DeclaredKey): SecretProblem {
  const fact = `key "${ref.key}" is the public half of a pair, whose private half the secret does not declare`;
  return problem('SECRET_REFERENCE_UNKNOWN', secretId(ref), fact);
}

function unknown(from: SecretKeyRef, ref: SecretKeyRef, secrets: ReadonlySet<string>): SecretProblem {
  const id = secretId(ref);
  const fact = secrets.has(id)
    ? `key "${from.key}" is made of ${id}, which has no key "${ref.key}"`
    : `key "${from.key}" is made of ${id}, which no unit declares`;
  return problem('SECRET_REFERENCE_UNKNOWN', secretId(from), fact);
}
