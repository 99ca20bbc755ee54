import { InputError } from '../../model/error.js';
import { type Definitions, readDefinitions } from '../../schemas/import/read-definitions.js';
import { findTool } from '../../system/find-tool.js';
import { readSource } from '../../system/read-source.js';
import { runProgram } from '../../system/run-program.js';
import type { Io } from '../io.js';
import { inheritedEnv } from '../secrets/inherited-env.js';

/** True for a live cluster, which has definitions that nobody here chose. */
export function isCluster(source: string): boolean {
  return CLUSTER.test(source);
}

const CLUSTER = /^cluster(?::(.+))?$/;

/**
 * The kinds that a source defines: a file, an address, or a live cluster (`cluster`, `cluster:<context>`).
 *
 * @throws InputError when the source cannot be reached or read.
 */
export async function definedKinds(io: Pick<Io, 'root' | 'env'>, source: string): Promise<Definitions> {
  const [cluster, context] = CLUSTER.exec(source) ?? [];
  if (cluster !== undefined) return readDefinitions(cluster, await askCluster(io, context));
  // npm runs commands in the project's folder, and says where it was called.
  const folder = io.env.INIT_CWD ?? io.root;
  return readDefinitions(source.replace(/\?.*$/, ''), await readSource(source, folder));
}

async function askCluster({ root, env }: Pick<Io, 'root' | 'env'>, context: string | undefined): Promise<string> {
  const path = env.PATH;
  const kubectl = findTool('kubectl', { root, ...(path === undefined ? {} : { path }) });
  if (kubectl === undefined) throw new InputError('there is no kubectl on this machine', 'npm run tools provides one');
  const args = ['get', 'customresourcedefinitions.apiextensions.k8s.io', '--output=json'];
  const { code, stdout, stderr } = await runProgram(
    kubectl,
    context === undefined ? args : [...args, `--context=${context}`],
    { env: inheritedEnv(env) },
  );
  if (code === 0) return stdout;
  const said = stderr.trim().split('\n').at(-1) || `exit code ${code}`;
  const hint = 'kubectl config get-contexts lists the clusters: npm run import -- cluster:<context>';
  throw new InputError(`kubectl get crd failed: ${said}`, hint);
}
