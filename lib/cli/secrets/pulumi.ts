import type { RunPulumi } from '../../backup/pulumi/call.js';
import { InputError } from '../../model/error.js';
import { findTool } from '../../system/find-tool.js';
import { runProgram } from '../../system/run-program.js';
import type { SecretsHost } from './host.js';
import { inheritedEnv } from './inherited-env.js';

/**
 * The Pulumi CLI of this machine; `esc` does for environments where there is no `pulumi`. It is looked for when it is
 * first needed, so that nobody needs it who has no ESC.
 *
 * @param withheld further variables that it must not inherit.
 */
export function pulumiOf(host: Pick<SecretsHost, 'env' | 'root'>, withheld: readonly string[] = []): RunPulumi {
  const env = { ...inheritedEnv(host.env, withheld), PULUMI_SKIP_UPDATE_CHECK: 'true', NO_COLOR: '1' };
  return (args, { input, cwd } = {}) => {
    const file = pulumiFile(host, args[0] === 'env' ? ['pulumi', 'esc'] : ['pulumi']);
    return runProgram(file, args, { env, cwd: cwd ?? host.root, ...(input === undefined ? {} : { input }) });
  };
}

function pulumiFile({ env, root }: Pick<SecretsHost, 'env' | 'root'>, names: readonly string[]): string {
  const [file] = names.flatMap((name) => findTool(name, { root, path: env.PATH ?? '' }) ?? []);
  if (file !== undefined) return file;
  throw new InputError(
    `there is no ${names.join(' and no ')} on PATH`,
    'install the Pulumi CLI (https://www.pulumi.com/docs/install/), then: pulumi login',
  );
}
