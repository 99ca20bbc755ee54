import type { SecretKeyRef, SecretOperand, SecretSource } from '../../model/secret.js';
import type { Random } from '../sops/cipher.js';
import { hashPassword } from './bcrypt.js';
import { dockerConfigJson } from './docker-config.js';
import { generateText } from './generated.js';
import { htpasswdLine } from './htpasswd.js';
import type { KeyPair, PairSource } from './key-pair.js';
import { matrixSigningKey } from './matrix-signing-key.js';
import { encodeUrl, fillTemplate } from './template.js';

/** What a source needs from outside. */
export interface ComputeContext {
  readonly random: Random;
  /** Rounds of bcrypt as a power of two. */
  readonly bcryptCost: number;
  /** Value of another declared key; it is computed before. */
  readonly read: (ref: SecretKeyRef) => string;
  /** The owner's answer, or the placeholder where trials may use it. */
  readonly answer: () => string;
  /** The pair that the source's half is of: of the public half, that of the private one. */
  readonly keyPair: (source: PairSource) => KeyPair;
}

/**
 * The value of one key.
 * @throws SourceError when it cannot be made of its operands.
 */
export function computeValue(source: SecretSource, context: ComputeContext): string {
  const { random, bcryptCost, read } = context;
  const value = (operand: SecretOperand) => ('constant' in operand ? operand.constant : read(operand.ref));
  switch (source.from) {
    case 'generated':
      return generateText(source.length, source.alphabet, random);
    case 'random-bytes':
      return Buffer.from(random(source.bytes)).toString(source.encoding);
    case 'ssh-key':
    case 'age-key':
      return context.keyPair(source)[source.half];
    case 'matrix-signing-key':
      return matrixSigningKey(random);
    case 'given':
      return source.value;
    case 'asked':
      return context.answer();
    case 'copied':
      return read(source.of);
    case 'htpasswd':
      return htpasswdLine(value(source.user), value(source.password), random, bcryptCost);
    case 'bcrypt':
      return hashPassword(value(source.password), random, bcryptCost);
    case 'docker-config':
      return dockerConfigJson(source.registry, value(source.username), value(source.password));
    case 'template': {
      const encode = source.encode === 'url' ? encodeUrl : (text: string) => text;
      const operands = Object.entries(source.operands).map(
        ([name, operand]) => [name, encode(value(operand))] as const,
      );
      return fillTemplate(source.text, Object.fromEntries(operands));
    }
  }
}
