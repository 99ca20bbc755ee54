import type { SecretsHost } from './host.js';

/** The environment for a program that has no use for keys and answers of the tree, nor has what it starts. */
export function inheritedEnv(
  env: SecretsHost['env'],
  withheld: readonly string[] = [],
): Readonly<Record<string, string | undefined>> {
  const names = Object.keys(env).filter((name) => !/^(?:SOPS_AGE_KEY|SECRET__)/.test(name) && !withheld.includes(name));
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}
