import type { SecretKeyRef, SecretOperand, SecretSource } from '../../model/secret.js';

/** Keys that a value is derived from, in the order of the declaration; empty for what stands alone. */
export function referencesOf(source: SecretSource): readonly SecretKeyRef[] {
  return operandsOf(source).flatMap((operand) => ('ref' in operand ? [operand.ref] : []));
}

function operandsOf(source: SecretSource): readonly SecretOperand[] {
  switch (source.from) {
    case 'copied':
      return [{ ref: source.of }];
    case 'htpasswd':
      return [source.user, source.password];
    case 'bcrypt':
      return [source.password];
    case 'docker-config':
      return [source.username, source.password];
    case 'template':
      return Object.values(source.operands);
    case 'generated':
    case 'random-bytes':
    case 'ssh-key':
    case 'age-key':
    case 'matrix-signing-key':
    case 'given':
    case 'asked':
      return [];
  }
}
