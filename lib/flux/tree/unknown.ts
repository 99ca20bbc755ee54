import { isVariableToken, variable } from '../substitution.js';

/** Stands for a value that exists in the cluster alone: a sealed one, or a variable that nobody here knows. */
export const UNKNOWN = variable('unknown');

/** True for text that holds a value nobody knows before the cluster; no rule may complain about it. */
export function isUnknown(text: unknown): boolean {
  return typeof text === 'string' && isVariableToken(text);
}
