import { join } from 'node:path';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { DECRYPTION_SECRET } from '../../flux/kustomization.js';
import type { ResolvedCluster } from '../../model/cluster.js';
import { InputError } from '../../model/error.js';
import type { JsonObject } from '../../model/json.js';
import {
  type ClosedFile,
  type FittingIdentities,
  fitIdentities,
  fluxKeySecret,
  needsNewFlux,
} from '../../secrets/recipients/flux-key.js';
import { sealedFiles } from '../../synth/seal.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { ExitCode } from '../io.js';
import { applyManifest } from './apply-manifest.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesOf } from './identities.js';

export function fluxKeyCommand(host: SecretsHost): Command {
  return new Command('flux-key')
    .description(`make the Secret ${DECRYPTION_SECRET}, with which Flux opens a cluster's files; it is never committed`)
    .requiredOption('--age-key <file>', 'age identity of the cluster')
    .option('--cluster <name>', 'the cluster; can be left out where there is one')
    .option('--apply', 'give it straight to kubectl instead of printing it', false)
    .option('--context <name>', 'with --apply: the context of kubectl that is this cluster')
    .option('--json', 'print JSON: the Secret, or with --apply what was applied', false)
    .addHelpText(
      'after',
      [
        '',
        'Without --apply the Secret goes to stdout:  … flux-key --age-key FILE | kubectl apply --server-side -f -',
        'Every file of the cluster has to open with the identity; of several in the file, only those that open one go',
        'into the Secret. It works before the first synth, and while synth fails.',
      ].join('\n'),
    )
    .action((options: FluxKeyOptions) => guarded(host, () => runSecretsFluxKey(host, options)));
}

interface FluxKeyOptions {
  readonly ageKey: string;
  /** @default the only one */
  readonly cluster?: string;
  readonly apply: boolean;
  /** @default kubectl's current one */
  readonly context?: string;
  readonly json: boolean;
}

/** Makes the Secret with the age key for a cluster (S2-04). @returns the exit code. */
async function runSecretsFluxKey(host: SecretsHost, options: FluxKeyOptions): Promise<ExitCode> {
  if (options.context !== undefined && !options.apply) throw new InputError('--context is of use with --apply alone');
  const cluster = await theCluster(host, options.cluster);
  const all = await identitiesOf(options.ageKey);
  const { identities, recipients } = await checkedIdentities(host, cluster, all, options.ageKey);
  if (identities.length < all.length)
    host.stderr(`${all.length - identities.length} identities that open no file stay out`);
  if (needsNewFlux(identities)) host.stderr('warning: a post-quantum identity needs Flux 2.9 or newer');
  const { namespace } = cluster.flux;
  const secret = fluxKeySecret({ namespace, name: DECRYPTION_SECRET }, identities);
  if (options.apply) await apply(host, secret, { identities, recipients, options, namespace });
  else print(host, secret, options.json);
  return 0;
}

function print(host: SecretsHost, secret: JsonObject, json: boolean): void {
  if (host.stdoutIsTerminal) {
    host.stderr('warning: the private key is on this screen now, and stays in its scrollback; use a pipe, or --apply');
  }
  host.stdout(json ? JSON.stringify(secret, null, 2) : stringify(secret, { lineWidth: 0 }).trimEnd());
}

async function apply(
  host: SecretsHost,
  secret: JsonObject,
  {
    identities,
    recipients,
    options: { context, json },
    namespace,
  }: Pick<FittingIdentities, 'identities' | 'recipients'> & {
    readonly options: FluxKeyOptions;
    readonly namespace: string;
  },
): Promise<void> {
  const encoded = Object.values(secret.data as JsonObject).map(String);
  const said = await applyManifest(host, secret, { context, hidden: [...identities, ...encoded] });
  if (json)
    host.stdout(JSON.stringify({ applied: { namespace, name: DECRYPTION_SECRET }, context, recipients }, null, 2));
  else host.stdout(said);
}

async function theCluster(host: SecretsHost, name: string | undefined): Promise<ResolvedCluster> {
  const [cluster, another] = await host.clusters(name);
  if (cluster === undefined) throw new InputError('there is no cluster');
  if (another === undefined) return cluster;
  throw new InputError('there are several clusters, and each has a Secret of its own', 'say which with --cluster');
}

async function checkedIdentities(
  host: SecretsHost,
  cluster: ResolvedCluster,
  identities: readonly string[],
  file: string,
): Promise<FittingIdentities> {
  const paths = sealedFiles(cluster).flatMap(({ path, certificate }) => (certificate === undefined ? [path] : []));
  if (paths.length === 0) throw new InputError(`${cluster.name}: has no SOPS file, so Flux needs no age key there`);
  const texts = new Map<string, string>();
  for (const path of paths) {
    const text = readFileIfPresent(join(host.root, path));
    if (text !== undefined) texts.set(path, text);
  }
  if (texts.size < paths.length) {
    const hint = 'make them with: npm run secrets -- init --age-key FILE';
    if (texts.size === 0) throw new InputError(`${cluster.name}: none of its SOPS files exists`, hint);
    host.stderr(`warning: ${paths.length - texts.size} of its SOPS files do not exist; ${hint}`);
  }
  const found = await tryIdentities(host, texts, identities);
  if (found.closed.length > 0)
    throw new InputError(closedMessage(cluster.name, file, found.closed, texts.size), UPDATE);
  return found;
}

async function tryIdentities(host: SecretsHost, texts: ReadonlyMap<string, string>, identities: readonly string[]) {
  const progress = host.progress('opening', texts.size);
  try {
    return await fitIdentities(texts, identities, (path) => progress.step(path));
  } finally {
    progress.end();
  }
}

const UPDATE = 'give the identity of those recipients, or have the files sealed for yours: init, or updatekeys';

function closedMessage(cluster: string, file: string, closed: readonly ClosedFile[], total: number): string {
  const recipients = [...new Set(closed.flatMap((one) => one.recipients))].sort();
  const [first] = closed;
  const what = closed.length === 1 ? first?.path : `${closed.length} of ${total} files of ${cluster}`;
  return `${file}: does not open ${what}; recipients there: ${recipients.join(', ') || 'none'}`;
}
