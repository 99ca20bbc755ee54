import * as z from 'zod';
import { findInPath } from '../find-tool.js';
import { runProgram } from '../run-program.js';
import type { Credential } from './docker-config.js';
import { RegistryError } from './error.js';

const answer = z.looseObject({ Username: z.string(), Secret: z.string() });

const TIMEOUT_MS = 30_000;

/**
 * What `docker-credential-<name> get` knows of a server.
 * @returns undefined when it knows nothing.
 * @throws RegistryError when it is missing or fails; never with what it printed, which may be a password.
 */
export async function askHelper(
  name: string,
  server: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Credential | undefined> {
  const program = `docker-credential-${name}`;
  const path = /^[\w.-]+$/.test(name) ? findInPath(program, env.PATH) : undefined;
  const hint = 'install it, or log in without it';
  if (path === undefined) throw new RegistryError('unauthorized', `${server}: ${program} is not installed`, hint);
  const { code, stdout } = await runProgram(path, ['get'], { env, input: server, timeout: TIMEOUT_MS });
  if (code !== 0) {
    if (/credentials not found/i.test(stdout)) return undefined;
    throw new RegistryError('unauthorized', `${server}: ${program} failed with exit code ${code}`, 'log in again');
  }
  const result = answer.safeParse(parse(stdout));
  if (!result.success) throw new RegistryError('unauthorized', `${server}: ${program} gave no credential`, hint);
  const { Username: username, Secret: secret } = result.data;
  if (username === '' && secret === '') return undefined;
  return username === '<token>'
    ? { kind: 'identity-token', token: secret }
    : { kind: 'password', username, password: secret };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
