import { InputError } from '../../model/error.js';
import type { JsonObject } from '../../model/json.js';
import { findTool } from '../../system/find-tool.js';
import { runProgram } from '../../system/run-program.js';
import type { SecretsHost } from './host.js';
import { inheritedEnv } from './inherited-env.js';

/**
 * Applies an object with kubectl, which reads it from its standard input: arguments are for everyone on the machine to
 * see. Server-side, since the client's way would keep a second copy of the values in an annotation.
 *
 * @param hidden what must not appear in a message, should kubectl quote it.
 * @returns what kubectl said.
 * @throws InputError when there is no kubectl, or it refuses.
 */
export async function applyManifest(
  host: Pick<SecretsHost, 'root' | 'env'>,
  object: JsonObject,
  { context, hidden }: { readonly context: string | undefined; readonly hidden: readonly string[] },
): Promise<string> {
  const path = host.env.PATH;
  const kubectl = findTool('kubectl', { root: host.root, ...(path === undefined ? {} : { path }) });
  if (kubectl === undefined) {
    throw new InputError(
      'there is no kubectl on this machine',
      'npm run tools provides one; or pipe the Secret to yours',
    );
  }
  const args = ['apply', '--server-side', '--field-manager=homelab-gitops', '-f', '-'];
  const { code, stdout, stderr } = await runProgram(
    kubectl,
    context === undefined ? args : [...args, `--context=${context}`],
    { env: inheritedEnv(host.env), input: JSON.stringify(object) },
  );
  const said = hidden.reduce((text, secret) => text.replaceAll(secret, '…'), (code === 0 ? stdout : stderr).trim());
  if (code !== 0) throw new InputError(`kubectl apply failed: ${said || `exit code ${code}`}`, hintFor(said));
  return said;
}

function hintFor(said: string): string | undefined {
  const namespace = /namespaces "([^"]+)" not found/.exec(said)?.[1];
  if (namespace !== undefined) return `make it first: kubectl create namespace ${namespace}`;
  if (!/conflict/i.test(said)) return undefined;
  return 'the cluster has another key by that name: look at it before you delete it, since it may open other files';
}
