import type { SecretDeclaration } from '../../model/secret.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { clearPart } from './secret-manifest.js';
import type { ShownSecret } from './shown-secret.js';

/** What is wrong with a sealed file, whoever could open it: name, keys in clear, keys that are not declared. */
export function faultsOf(shown: ShownSecret, declaration: SecretDeclaration): SecretProblem[] {
  const id = secretId(declaration);
  const problems: SecretProblem[] = [];
  if (secretId(shown) !== id) problems.push(problem('SECRET_NAME_DIFFERS', id, `the file holds ${secretId(shown)}`));
  for (const key of shown.inClear) {
    const hint = 'whoever could read the file knows the value: change it, then seal the file';
    problems.push(problem('SECRET_IN_CLEAR', id, `key "${key}" is not encrypted`, hint));
  }
  for (const key of shown.keys.filter((candidate) => !Object.hasOwn(declaration.keys, candidate))) {
    problems.push({ ...problem('SECRET_KEY_EXTRA', id, `key "${key}" is not declared`), severity: 'warning' });
  }
  return problems;
}

/** Whether type, labels and annotations are those of the declaration. */
export function sameClearPart(shown: ShownSecret, declaration: SecretDeclaration): boolean {
  const { metadata, type } = clearPart(declaration, shown.standIns);
  const same = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
    Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => a[key] === b[key]);
  return (
    type === shown.type && same(metadata.labels ?? {}, shown.labels) && same(metadata.annotations, shown.annotations)
  );
}
