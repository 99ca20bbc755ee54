import type { ResolvedCluster } from '../../model/cluster.js';
import { by } from '../../model/code-unit-order.js';
import type { SealedFile } from '../../model/secret.js';
import { consumersOf, type SecretConsumer } from '../consumers/consumers.js';
import type { FileStatus } from '../file/file-status.js';
import { problem, secretId } from '../problem.js';
import type { CreationRule } from '../recipients/creation-rules.js';
import { externalSecretsOf } from './external-secrets.js';
import { sealedSecretStatus } from './status-of-sealed-secret.js';
import { sopsStatus } from './status-of-sops.js';

/** One secret of a cluster. Holds no value. */
export interface SecretStatus extends FileStatus {
  readonly cluster: string;
  /** `<namespace>/<name>`. */
  readonly secret: string;
  readonly form: 'sops' | 'sealed-secret' | 'external-secret';
  /** @default kept elsewhere */
  readonly file?: SealedFile;
  /** Who uses it. */
  readonly consumers: readonly SecretConsumer[];
}

export interface StatusInput {
  readonly cluster: ResolvedCluster;
  /** The cluster's sealed files. */
  readonly files: readonly SealedFile[];
  /** Text of a file of the repository. */
  readonly read: (path: string) => string | undefined;
  readonly rules: readonly CreationRule[];
  readonly now: Date;
}

/**
 * Every secret of a cluster, in order of name, as far as it can be judged without a private key. What only a key shows
 * is not here: whether a MAC holds, and what a value is.
 */
export function clusterStatus({ cluster, files, read, rules, now }: StatusInput): SecretStatus[] {
  const consumers = consumersOf(cluster);
  const common = (secret: string) => ({ cluster: cluster.name, secret, consumers: consumers.get(secret) ?? [] });
  const sealed = files.map((file): SecretStatus => {
    const secret = secretId(file.declaration);
    const form = file.certificate === undefined ? 'sops' : 'sealed-secret';
    return { ...common(secret), form, file, ...fileStatus(file, { read, rules, now }) };
  });
  const known = new Set(sealed.map(({ secret }) => secret));
  const external = externalSecretsOf(cluster)
    .map((target) => secretId(target))
    .filter((secret) => !known.has(secret))
    .map((secret): SecretStatus => {
      return {
        ...common(secret),
        form: 'external-secret',
        presence: 'elsewhere',
        recipients: [],
        standIns: [],
        problems: [],
      };
    });
  return [...sealed, ...external].sort(by(({ secret }) => secret));
}

function fileStatus(file: SealedFile, { read, rules, now }: Pick<StatusInput, 'read' | 'rules' | 'now'>): FileStatus {
  const text = read(file.path);
  if (text === undefined) {
    const hint = 'make it with: npm run secrets -- init';
    const problems = [problem('SECRET_FILE_MISSING', secretId(file.declaration), 'its file does not exist', hint)];
    return { presence: 'missing', recipients: [], standIns: [], problems };
  }
  if (file.certificate === undefined) return sopsStatus(file, text, rules);
  return sealedSecretStatus(file, text, read(file.certificate), now);
}
