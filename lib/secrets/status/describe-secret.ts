import type { SealedFile, SecretSource } from '../../model/secret.js';
import { faultsOf } from '../file/compare-declaration.js';
import { inspectSecret } from '../file/inspect-secret.js';
import type { SecretProblem } from '../problem.js';
import { sealedForControllerLength } from '../sealed-secrets/ciphertext.js';
import { inspectSealedSecret } from '../sealed-secrets/inspect.js';
import { sealedLength } from '../sops/cipher.js';
import { leavesOf, parseYaml } from '../sops/document.js';

/** One key of a sealed file, as far as it shows without any private key. */
export interface DescribedKey {
  readonly name: string;
  /** Where the declaration takes its value from. @default the key is not declared */
  readonly source?: SecretSource['from'];
  /** Bytes of the value; of one under `data`, at most so many. @default it is not in the file */
  readonly bytes?: number;
  /** Whether it holds a stand-in. */
  readonly standIn: boolean;
}

/** A sealed file without its values. */
export interface DescribedSecret {
  /** Kubernetes type of the Secret. */
  readonly type: string;
  readonly form: 'sops' | 'sealed-secret';
  /** Every declared key in the order of the declaration, then what else the file has. */
  readonly keys: readonly DescribedKey[];
  /** age recipients, sorted, or the fingerprint of the certificate. */
  readonly recipients: readonly string[];
  /** @default the form does not record it */
  readonly lastModified?: string;
  readonly problems: readonly SecretProblem[];
}

/**
 * What a file shows of its secret without being opened: names and sizes.
 *
 * @throws SopsError or SealedSecretError when the file is not one sealed Secret.
 */
export function describeSecret(file: SealedFile, text: string): DescribedSecret {
  return file.certificate === undefined ? describeSops(file, text) : describeSealedSecret(file, text);
}

function describeSops({ declaration, path }: SealedFile, text: string): DescribedSecret {
  const shown = inspectSecret(text, path);
  const sizes = new Map<string, number>();
  for (const document of parseYaml(text, path)) {
    for (const { node, path: at } of leavesOf(document, path)) {
      const [field, key = ''] = at;
      const length = sealedLength(String(node.value)) ?? 0;
      if (field === 'stringData') sizes.set(key, length);
      // Base64 hides how much of its last four characters is padding.
      if (field === 'data' && !sizes.has(key)) sizes.set(key, (length / 4) * 3);
    }
  }
  const { type, recipients, metadata } = shown;
  const problems = faultsOf(shown, declaration);
  const keys = describeKeys(declaration.keys, shown, sizes);
  return { type, form: 'sops', keys, recipients, lastModified: metadata.lastModified, problems };
}

function describeSealedSecret({ declaration, path }: SealedFile, text: string): DescribedSecret {
  const shown = inspectSealedSecret(text, path);
  const { type, certificate, ciphertexts } = shown;
  const sizes = new Map(
    Object.entries(ciphertexts).map(([key, sealed]) => [key, sealedForControllerLength(sealed) ?? 0]),
  );
  return {
    type,
    form: 'sealed-secret',
    keys: describeKeys(declaration.keys, shown, sizes),
    recipients: certificate === undefined ? [] : [certificate],
    problems: faultsOf(shown, declaration),
  };
}

function describeKeys(
  declared: SealedFile['declaration']['keys'],
  shown: { readonly keys: readonly string[]; readonly standIns: readonly string[] },
  sizes: ReadonlyMap<string, number>,
): DescribedKey[] {
  return [...new Set([...Object.keys(declared), ...shown.keys])].map((name) => {
    const source = Object.hasOwn(declared, name) ? declared[name]?.source.from : undefined;
    const bytes = shown.keys.includes(name) ? (sizes.get(name) ?? 0) : undefined;
    return {
      name,
      ...(source === undefined ? {} : { source }),
      ...(bytes === undefined ? {} : { bytes }),
      standIn: shown.standIns.includes(name),
    };
  });
}
