import { parse, YAMLError } from 'yaml';
import type { SecretKeyRef } from '../model/secret.js';

/** Answers to what only the owner knows, by cluster or for all of them. Plaintext: never print, log or write it. */
export interface Answers {
  readonly find: (cluster: string, ref: SecretKeyRef) => string | undefined;
  /** Where the answers of a file are, as `<secret>:<key>`, so that a misspelt name can be found. */
  readonly names: readonly string[];
}

/** An answers file that cannot be read. Never holds a value. */
export class AnswersError extends Error {
  override readonly name = 'AnswersError';
}

/**
 * Reads an answers file: `<namespace>/<name>: {key: value}`; a name with the cluster before it
 * (`<cluster>/<namespace>/<name>`) wins over one without. Every value is text, whatever it looks like.
 *
 * @throws AnswersError when it has another shape.
 */
export function parseAnswers(text: string, file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [secret, keys] of Object.entries(mapOf(parseText(text, file), file, 'the file'))) {
    if (!/^[^/]+\/[^/]+(?:\/[^/]+)?$/.test(secret)) {
      throw new AnswersError(`${file}: "${secret}" is not <namespace>/<name> or <cluster>/<namespace>/<name>`);
    }
    for (const [key, value] of Object.entries(mapOf(keys, file, secret))) {
      if (typeof value !== 'string') throw new AnswersError(`${file}: ${secret}: key "${key}" is no text`);
      found.set(`${secret}:${key}`, value);
    }
  }
  return found;
}

/** Answers of a file first, then of the environment; those for one cluster before those for all. */
export function answersFrom(
  file: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string | undefined>>,
): Answers {
  return {
    find: (cluster, ref) =>
      file.get(`${cluster}/${ref.namespace}/${ref.name}:${ref.key}`) ??
      file.get(`${ref.namespace}/${ref.name}:${ref.key}`) ??
      env[answerVariable(ref, cluster)] ??
      env[answerVariable(ref)],
    names: [...file.keys()],
  };
}

/**
 * Environment variable of an answer: `SECRET`, the cluster (if it is for one alone), namespace, name and key, joined by
 * two underscores, in upper case, with `_` for everything that is no letter or digit:
 * `SECRET__CERT_MANAGER__CLOUDFLARE_API_TOKEN__API_TOKEN`.
 */
export function answerVariable({ namespace, name, key }: SecretKeyRef, cluster?: string): string {
  const parts = cluster === undefined ? [namespace, name, key] : [cluster, namespace, name, key];
  return ['SECRET', ...parts.map((part) => part.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_'))].join('__');
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
