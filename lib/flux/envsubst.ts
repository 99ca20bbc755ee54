/**
 * What Flux's post-build substitution makes of a text, for checks of what will be applied: the dialect of
 * kustomize-controller's envsubst, with strict mode as Flux 2.9 has it.
 */

import { applyOperator } from './envsubst/apply-operator.js';
import { type Part, type Reference, readTemplate, UnreadableReference } from './envsubst/read-template.js';
import { isVariableToken } from './substitution.js';

/** Thrown where Flux would refuse the whole Kustomization. */
export class EnvsubstError extends Error {
  constructor(
    readonly code: 'SUBSTITUTION_UNDEFINED' | 'SUBSTITUTION_UNPARSABLE',
    message: string,
    /** Index of the `$` in the text. */
    readonly index: number,
    /** The variable that is not defined. */
    readonly variable?: string,
  ) {
    super(message);
    this.name = 'EnvsubstError';
  }
}

export interface EnvsubstOptions {
  /** Refuse `${X}` without value, as Flux 2.9 does; otherwise it becomes the empty string. @default true */
  readonly strict?: boolean;
}

const DEFAULTS: ReadonlySet<string> = new Set(['=', ':=', ':-', ':?', ':+']);

/**
 * Text after substitution: `$$` is `$`, `${NAME}` its value, `${NAME:=default}` the default where NAME is unset or
 * empty (`=`, `:-`, `:?` and `:+` mean the same), and the forms that change a value: `${#NAME}`, `${NAME^^}`,
 * `${NAME:0:3}`, `${NAME#prefix}`, `${NAME%suffix}`, `${NAME/old/new}` with their variants. `$NAME`, `$(…)` and a
 * lone `$` are text. A value that is a token stays that token, whatever would be done to it.
 *
 * @throws EnvsubstError for an undefined variable without default, and for what Flux cannot parse. (Older releases
 *   refuse only a bare `${NAME}`, and take an undefined variable for empty where something is done to it.)
 */
export function envsubst(
  text: string,
  values: ReadonlyMap<string, string | undefined>,
  { strict = true }: EnvsubstOptions = {},
): string {
  return evaluated(parts(text), values, strict);
}

/** Every reference of a text, in order, those within others too. @throws EnvsubstError for what cannot be parsed */
export function referencesIn(text: string): readonly Reference[] {
  const all: Reference[] = [];
  const enter = (part: Part) => {
    if (typeof part === 'string') return;
    all.push(part);
    part.args.forEach(enter);
  };
  parts(text).forEach(enter);
  return all;
}

function parts(text: string): readonly Part[] {
  try {
    return readTemplate(text);
  } catch (error) {
    if (!(error instanceof UnreadableReference)) throw error;
    const shown = text.slice(error.index, error.index + 30).split('\n')[0];
    const message = `"${shown}" is no reference that Flux can parse`;
    throw new EnvsubstError('SUBSTITUTION_UNPARSABLE', message, error.index);
  }
}

function evaluated(of: readonly Part[], values: ReadonlyMap<string, string | undefined>, strict: boolean): string {
  return of.map((part) => (typeof part === 'string' ? part : reference(part, values, strict))).join('');
}

function reference(
  { name, operator, args, index }: Reference,
  values: ReadonlyMap<string, string | undefined>,
  strict: boolean,
): string {
  // Arguments come first: Flux refuses an undefined variable in a default that is not needed.
  const given = args.map((part) => evaluated([part], values, strict));
  const value = values.get(name);
  if (value === undefined && strict && !DEFAULTS.has(operator)) {
    throw new EnvsubstError('SUBSTITUTION_UNDEFINED', `variable ${name} is not defined`, index, name);
  }
  return value !== undefined && isVariableToken(value) ? value : applyOperator(operator, value ?? '', given);
}
