import { Command, InvalidArgumentError } from 'commander';
import { emitYaml } from '../../flux/yaml/emit.js';
import { InputError } from '../../model/error.js';
import { namespacesWithSecret } from '../../verify/pull-secret-namespaces.js';
import { PULL_TEST_IMAGE, type PullTest, pullTestPod } from '../../verify/pull-test.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { runPullTests } from './run-pull-tests.js';

export function pullTestCommand(host: SecretsHost): Command {
  return new Command('pull-test')
    .description('pods that show whether a private image can be pulled in every namespace with a pull secret (S0-16)')
    .option('--cluster <name>', 'only this cluster; --apply needs it where several have the pull secret')
    .option('--namespace <name...>', 'these namespaces instead of those that the tree gives the secret to')
    .option('--image <image>', 'image that needs the secret', PULL_TEST_IMAGE)
    .option('--secret <name>', 'name of the pull secret', 'ghcr-pull-secret')
    .option('--apply', 'run the pods through kubectl, wait for their images, and delete them', false)
    .option('--context <name>', 'context of kubectl (default: its current one)')
    .option('--timeout <seconds>', 'how long to wait for each image', seconds, 120)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      '\nWithout --apply the pods are printed as YAML. They are temporary and never part of the tree.',
    )
    .action((options: PullTestOptions) => guarded(host, () => runSecretsPullTest(host, options)));
}

export interface PullTestOptions {
  /** @default every cluster */
  readonly cluster?: string;
  /** @default those that the tree gives the secret to */
  readonly namespace?: readonly string[];
  readonly image: string;
  readonly secret: string;
  readonly apply: boolean;
  /** @default kubectl's current one */
  readonly context?: string;
  /** In seconds. */
  readonly timeout: number;
  readonly json: boolean;
}

/** Prints or runs the pods. @returns the exit code: 1 when an image cannot be pulled somewhere. */
async function runSecretsPullTest(host: SecretsHost, options: PullTestOptions): Promise<ExitCode> {
  const tests = await pullTests(host, options);
  if (options.apply) return runPullTests(host, tests, options);
  const pods = tests.map(pullTestPod);
  if (options.json) host.stdout(JSON.stringify(pods, null, 2));
  else
    host.stdout(
      pods
        .map((pod) => `---\n${emitYaml(pod)}`)
        .join('')
        .trimEnd(),
    );
  return 0;
}

async function pullTests(host: SecretsHost, options: PullTestOptions): Promise<PullTest[]> {
  const { namespace = [], image, secret, apply } = options;
  if (!/^[\w][\w./:@-]*$/.test(image)) throw new InputError('--image is no image');
  const found = (await host.clusters(options.cluster)).map((cluster) => ({
    cluster: cluster.name,
    namespaces: namespacesWithSecret(cluster, secret),
  }));
  const having = found.filter(({ namespaces }) => namespaces.length > 0);
  if (apply && namespace.length === 0 && having.length > 1) {
    const names = having.map(({ cluster }) => cluster).join(', ');
    throw new InputError(
      `several clusters have ${secret}: ${names}`,
      'kubectl reaches one of them: name it with --cluster',
    );
  }
  const names = namespace.length > 0 ? namespace : [...new Set(having.flatMap(({ namespaces }) => namespaces))].sort();
  const wrong = names.find((name) => !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name));
  if (wrong !== undefined) throw new InputError(`"${wrong}" is no name of a namespace`);
  if (names.length === 0) {
    throw new InputError(
      `no namespace of the tree has a Secret ${secret}`,
      'name them with --namespace, or the secret with --secret',
    );
  }
  return names.map((name) => ({ namespace: name, image, secret }));
}

/** Argument of --timeout. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('it is a number of seconds');
  return value;
}
