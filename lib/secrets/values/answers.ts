import { parse, YAMLError } from 'yaml';
import type { SealedFile, SecretKeyRef } from '../../model/secret.js';
import { utf8Text } from '../../model/utf8.js';
import { keyId } from '../problem.js';

/** Answers to what only the owner knows, by cluster or for all of them. Plaintext: never print, log or write it. */
export interface Answers {
  /** `variable` is the one that other tools read the value from, such as GHCR_TOKEN: the last that is looked at. */
  readonly find: (cluster: string, ref: SecretKeyRef, variable?: string) => string | undefined;
  /** Where the answers of a file are, as `<secret>:<key>`, so that a misspelt name can be found. */
  readonly names: readonly string[];
}

/** An answer, or the file that holds it: a service account's JSON, a key. */
export type Answer = string | { readonly file: string };

/** An answers file that cannot be read. Never holds a value. */
export class AnswersError extends Error {
  override readonly name = 'AnswersError';
}

/**
 * Reads an answers file: `<namespace>/<name>: {key: value}`; a name with the cluster before it
 * (`<cluster>/<namespace>/<name>`) wins over one without. Every value is text, whatever it looks like, or
 * `{file: PATH}`.
 *
 * @throws AnswersError when it has another shape.
 */
export function parseAnswers(text: string, file: string): ReadonlyMap<string, Answer> {
  const found = new Map<string, Answer>();
  for (const [secret, keys] of Object.entries(mapOf(parseText(text, file), file, 'the file'))) {
    if (!/^[^/]+\/[^/]+(?:\/[^/]+)?$/.test(secret)) {
      throw new AnswersError(`${file}: "${secret}" is not <namespace>/<name> or <cluster>/<namespace>/<name>`);
    }
    for (const [key, value] of Object.entries(mapOf(keys, file, secret))) {
      const answer = toAnswer(value);
      if (answer === undefined)
        throw new AnswersError(`${file}: ${secret}: key "${key}" is no text and no {file: PATH}`);
      found.set(`${secret}:${key}`, answer);
    }
  }
  return found;
}

/**
 * Answers of a file first, then of the environment; those for one cluster before those for all. A variable's name with
 * `_FILE` after it names a file with the value. `read` gives the bytes of such a file; it is called when somebody asks.
 *
 * @throws AnswersError from `find` when a named file is no text.
 */
export function answersFrom(
  file: ReadonlyMap<string, Answer>,
  env: Readonly<Record<string, string | undefined>>,
  read: (path: string) => Uint8Array = refuseFiles,
): Answers {
  const textOf = (answer: Answer | undefined) =>
    typeof answer === 'object' ? textOfFile(read(answer.file), answer.file) : answer;
  // An empty variable is how CI says that there is none.
  const ofVariable = (name: string | undefined, suffix: string): Answer | undefined => {
    const value = name === undefined ? undefined : env[name] || undefined;
    const path = name === undefined ? undefined : env[`${name}${suffix}`] || undefined;
    return value ?? (path === undefined ? undefined : { file: path });
  };
  return {
    find: (cluster, ref, variable) =>
      textOf(
        file.get(`${cluster}/${keyId(ref)}`) ??
          file.get(keyId(ref)) ??
          ofVariable(answerVariable(ref, cluster), '__FILE') ??
          ofVariable(answerVariable(ref), '__FILE') ??
          ofVariable(variable, '_FILE'),
      ),
    names: [...file.keys()],
  };
}

/** Variables that other tools read the same values from, by `keyId`. */
export function askedVariables(files: readonly Pick<SealedFile, 'declaration'>[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { declaration } of files) {
    for (const [key, { source }] of Object.entries(declaration.keys)) {
      if (source.from === 'asked' && source.variable !== undefined) {
        found.set(keyId({ ...declaration, key }), source.variable);
      }
    }
  }
  return found;
}

/**
 * Environment variable of an answer: `SECRET`, the cluster (if it is for one alone), namespace, name and key, joined by
 * two underscores, in upper case, with `_` for everything that is no letter or digit:
 * `SECRET__CERT_MANAGER__CLOUDFLARE_API_TOKEN__API_TOKEN`. With `__FILE` after it, it names a file.
 */
export function answerVariable({ namespace, name, key }: SecretKeyRef, cluster?: string): string {
  const parts = cluster === undefined ? [namespace, name, key] : [cluster, namespace, name, key];
  return ['SECRET', ...parts.map((part) => part.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_'))].join('__');
}

/** A Secret's value is text here; a single line loses its end, which editors and `echo` add. */
function textOfFile(bytes: Uint8Array, path: string): string {
  const text = utf8Text(bytes);
  if (text === undefined || text.includes('\0')) {
    throw new AnswersError(`${path}: is no UTF-8 text (encode it with base64, if its reader takes that)`);
  }
  const line = text.replace(/\r?\n$/, '');
  return /[\r\n]/.test(line) ? text : line;
}

function refuseFiles(path: string): never {
  throw new AnswersError(`${path}: answers in files are not read here`);
}

function toAnswer(value: unknown): Answer | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return undefined;
  return 'file' in value && typeof value.file === 'string' && value.file !== '' ? { file: value.file } : undefined;
}

function parseText(text: string, file: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', prettyErrors: false }) ?? {};
  } catch (error) {
    if (error instanceof YAMLError) throw new AnswersError(`${file}: no valid YAML (${error.code})`);
    throw error;
  }
}

function mapOf(value: unknown, file: string, what: string): Record<string, unknown> {
  if (value === '' || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new AnswersError(`${file}: ${what} is no map`);
}
