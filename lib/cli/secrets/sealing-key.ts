import { isAbsolute, join, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { InputError } from '../../model/error.js';
import { clusterOf } from '../../secrets/init/init-plan.js';
import { readCertificate } from '../../secrets/sealed-secrets/certificate.js';
import { EXAMPLE_FINGERPRINT } from '../../secrets/sealed-secrets/example-certificate.js';
import { generateSealingKey } from '../../secrets/sealed-secrets/key-pair.js';
import { CONTROLLER_NAMESPACE, keySecret } from '../../secrets/sealed-secrets/key-secret.js';
import { certificatePaths } from '../../secrets/sealed-secrets/plan-certificates.js';
import { readFileIfPresent } from '../../system/read-file.js';
import { writeNewFile } from '../../system/write-file.js';
import { replaceFile } from '../../system/write-tree.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';

const PRIVATE = 0o600;
const YEARS = 10;

export function sealingKeyCommand(host: SecretsHost): Command {
  return new Command('sealing-key')
    .description('make the key pair of the SealedSecrets controller before there is a cluster')
    .requiredOption('--out <file>', 'new file for the Secret with the private key, mode 0600; never overwritten')
    .option('--cluster <name>', 'whose certificate it is, where several clusters have SealedSecrets')
    .option('--namespace <name>', 'namespace of the controller', CONTROLLER_NAMESPACE)
    .option('--bits <number>', 'size of the RSA key', parseBits, 4096)
    .option('--replace', 'also where the certificate is another key’s: its SealedSecrets must all be made anew', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'The certificate is public: it takes the place of the published example in the tree, and the next init seals',
        'anew what was sealed for that. Keep the file: kubectl apply -f FILE, before Flux brings the controller, and',
        'what is sealed opens in every cluster that you make (S3-10). For a controller that has a key pair already,',
        'copy its certificate to the same place instead, then run init.',
      ].join('\n'),
    )
    .action((options: SealingKeyOptions) => guarded(host, () => runSealingKey(host, options)));
}

interface SealingKeyOptions {
  readonly out: string;
  /** @default the only one that has SealedSecrets */
  readonly cluster?: string;
  readonly namespace: string;
  readonly bits: number;
  readonly replace: boolean;
  readonly json: boolean;
}

async function runSealingKey(host: SecretsHost, options: SealingKeyOptions): Promise<ExitCode> {
  const out = resolve(options.out);
  const path = await certificatePath(host, options.cluster);
  if (readFileIfPresent(out) !== undefined) throw alreadyThere(options.out);
  checkPlace(host, path, options.replace);
  const now = host.now();
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + YEARS);
  const name = `sealed-secrets of ${clusterOf(path)}`;
  const { bits, namespace } = options;
  const pair = await withProgress(host, `RSA key of ${bits} bits`, () =>
    generateSealingKey({ name, notBefore: now, notAfter, bits }),
  );
  const { text, certificate } = keySecret(pair, { namespace, now });
  // The key first: a certificate without its key would have everything sealed for nobody.
  if (!(await writeNewFile(out, text, { mode: PRIVATE }))) throw alreadyThere(options.out);
  replaceFile(host.root, path, pair.certificate);
  warnInside(host, out, options.out);
  const { fingerprint } = certificate;
  if (options.json) {
    host.stdout(
      JSON.stringify({ file: options.out, certificate: path, fingerprint, notAfter: notAfter.toISOString() }),
    );
    return 0;
  }
  host.stdout(`${path}  ${fingerprint}, until ${notAfter.toISOString().slice(0, 10)}`);
  host.stdout(`next: npm run secrets -- init, and kubectl apply -f ${options.out} before Flux brings the controller`);
  return 0;
}

/** The one certificate of a cluster. @throws InputError when there is none, or it is open whose is meant. */
async function certificatePath(host: SecretsHost, cluster: string | undefined): Promise<string> {
  const [path, ...others] = certificatePaths(await host.sealedFiles(cluster));
  if (path === undefined) {
    throw new InputError(
      cluster === undefined ? 'no cluster declares a SealedSecret' : `${cluster}: declares no SealedSecret`,
      'give a secret the backend sealedSecrets() first',
    );
  }
  if (others.length === 0) return path;
  throw new InputError(`there are several certificates: ${[path, ...others].join(', ')}`, 'choose one with --cluster');
}

/** @throws InputError when a certificate is in the way whose key somebody may have. */
function checkPlace(host: SecretsHost, path: string, replace: boolean): void {
  const text = readFileIfPresent(join(host.root, path));
  // What a failed bootstrap left there instead, such as "null", is nobody's.
  if (text === undefined || !text.includes('-----BEGIN')) return;
  if (replace) {
    host.stderr(`${path}: is replaced; what is sealed for its key opens with that key alone, or has to be made anew`);
    return;
  }
  const { fingerprint } = readCertificate(text, path, host.now());
  if (fingerprint === EXAMPLE_FINGERPRINT) return;
  const hint = 'keep it if you have its key; else --replace it, and have its SealedSecrets made anew';
  throw new InputError(`${path}: is the certificate of another key (${fingerprint})`, hint);
}

async function withProgress<T>(host: SecretsHost, label: string, work: () => Promise<T>): Promise<T> {
  const progress = host.progress(label, 1);
  try {
    return await work();
  } finally {
    progress.end();
  }
}

function warnInside({ root, stderr }: SecretsHost, path: string, named: string): void {
  const inside = relative(root, path);
  if (inside.startsWith('..') || isAbsolute(inside)) return;
  stderr(`${named}: is inside the repository, and a private key must never be committed (S2-02)`);
  stderr('hint: move it out, to where your age identity is for one');
}

function alreadyThere(file: string): InputError {
  return new InputError(`${file}: exists, and a key is never overwritten`, 'choose another file');
}

function parseBits(text: string): number {
  const bits = Number(text);
  if (Number.isInteger(bits) && bits >= 2048 && bits <= 16384) return bits;
  throw new InvalidArgumentError('a number from 2048 to 16384.');
}
