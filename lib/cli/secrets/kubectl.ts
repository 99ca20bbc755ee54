import { InputError } from '../../model/error.js';
import { findTool } from '../../system/find-tool.js';
import { type ProgramResult, runProgram } from '../../system/run-program.js';
import type { SecretsHost } from './host.js';
import { inheritedEnv } from './inherited-env.js';

/** Runs kubectl with arguments, and with what it reads from its standard input. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<ProgramResult>;

/** kubectl on one cluster. @param context @default kubectl's current one */
export function kubectlOf({ env, root }: Pick<SecretsHost, 'env' | 'root'>, context?: string): Kubectl {
  const file = findTool('kubectl', { root, path: env.PATH ?? '' });
  if (file === undefined) throw new InputError('there is no kubectl on PATH', 'npm run tools brings one');
  const first = context === undefined ? [] : [`--context=${context}`];
  return (args, input) =>
    runProgram(file, [...first, ...args], { env: inheritedEnv(env), ...(input === undefined ? {} : { input }) });
}

/** What kubectl printed as JSON; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
