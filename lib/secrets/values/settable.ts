import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import type { DeclaredKey } from './order-keys.js';

/** Why the owner cannot choose the value of a key; undefined when they can. */
export function refusalToSet({ ref, key: { source }, needs }: DeclaredKey): SecretProblem | undefined {
  const refuse = (fact: string, hint: string) =>
    problem('SECRET_NOT_SETTABLE', secretId(ref), `key "${ref.key}" ${fact}`, hint);
  if (source.from === 'given') {
    return refuse('is a constant of the charts', 'change it there, then: npm run secrets -- init');
  }
  if (needs.length === 0) return undefined;
  const names = needs.map(keyId).join(' and ');
  return refuse(`is made of ${names}`, 'change that: what is made of it follows');
}
