import { hintForUnknown } from '../../model/names.js';
import type { SealedFile } from '../../model/secret.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { isPairSource } from '../sources/key-pair.js';
import type { SourceSecret } from './source.js';

/** Values by the declared key that each is for. Plaintext: never print, log or write it. */
export interface MatchedKeys {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly SecretProblem[];
}

/**
 * Maps a source's keys onto those of a declaration: by their name; by `renamed`; and those of variables, which know no
 * hyphens and small letters, by what is left without them (`API_TOKEN` is `api-token`).
 */
export function matchKeys(
  { declaration }: SealedFile,
  source: SourceSecret,
  renamed: ReadonlyMap<string, string>,
): MatchedKeys {
  const id = secretId(declaration);
  const declared = Object.keys(declaration.keys);
  const values = new Map<string, string>();
  const problems: SecretProblem[] = [];
  for (const [name, value] of source.values) {
    const key = declaredName(renamed.get(name) ?? name, declared, source.variables);
    if (key === undefined) {
      const fact = `has no key "${renamed.get(name) ?? name}", which ${source.place} holds`;
      problems.push(problem('SECRET_KEY_EXTRA', id, fact, `${hintForUnknown(name, declared)} (--rename ${name}=KEY)`));
    } else if (values.has(key)) {
      problems.push(problem('SECRET_KEY_EXTRA', id, `key "${key}" has two values in ${source.place}`));
    } else {
      values.set(key, withLineBreak(value, declaration.keys[key]?.source));
    }
  }
  return { values, problems };
}

function declaredName(name: string, declared: readonly string[], isVariable: boolean): string | undefined {
  if (declared.includes(name)) return name;
  const alike = isVariable ? declared.filter((key) => asVariable(key) === asVariable(name)) : [];
  return alike.length === 1 ? alike[0] : undefined;
}

function asVariable(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

/** ssh takes no private key without its last line break, which variables and editors lose. */
function withLineBreak(value: string, source: Parameters<typeof isPairSource>[0] | undefined): string {
  return source !== undefined && isPairSource(source) && value !== '' && !value.endsWith('\n') ? `${value}\n` : value;
}
