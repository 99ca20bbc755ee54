import { InputError } from '../model/error.js';
import { findTool } from '../system/find-tool.js';
import { type ProgramResult, runProgram } from '../system/run-program.js';
import type { Io } from './io.js';
import { inheritedEnv } from './secrets/inherited-env.js';

/** Runs kubectl with arguments, and with what it reads from its standard input. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<ProgramResult>;

/** kubectl for one context, without the keys of the tree in its environment. @throws InputError where there is none. */
export function kubectlOf({ env, root }: Pick<Io, 'env' | 'root'>, context?: string): Kubectl {
  const file = findTool('kubectl', { root, path: env.PATH ?? '' });
  if (file === undefined) throw new InputError('there is no kubectl on PATH', 'npm run tools brings one');
  const first = context === undefined ? [] : [`--context=${context}`];
  return async (args, input) => {
    const options = { env: inheritedEnv(env), ...(input === undefined ? {} : { input }) };
    const result = await runProgram(file, [...first, ...args], options);
    return { ...result, stderr: withoutLog(result.stderr) };
  };
}

/** What kubectl says to people; its libraries log each attempt before it. */
function withoutLog(text: string): string {
  return text.replace(/^[EWIF]\d{4} \d\d:.*\n?/gm, '');
}

/** What `kubectl get … --output json` says, or why it says nothing. */
export async function getJson(
  kubectl: Kubectl,
  args: readonly string[],
): Promise<{ readonly value: unknown } | { readonly problem: string }> {
  const { code, stdout, stderr } = await kubectl(['get', ...args, '--output', 'json']);
  if (code !== 0) return { problem: stderr.trim() === '' ? `kubectl ended with ${code}` : stderr.trim() };
  const value = parsed(stdout);
  return value === undefined ? { problem: 'kubectl gave no JSON' } : { value };
}

/** What kubectl printed as JSON; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
