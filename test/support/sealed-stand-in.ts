import { createHash } from 'node:crypto';
import type { ResolvedCluster } from '../../lib/model/cluster.js';
import type { SealedFile } from '../../lib/model/secret.js';
import { clearPart, secretText } from '../../lib/secrets/file/secret-manifest.js';
import { secretId } from '../../lib/secrets/problem.js';
import { newRule } from '../../lib/secrets/recipients/creation-rules.js';
import { EXAMPLE_RECIPIENT } from '../../lib/secrets/recipients/example-recipient.js';
import { BOUND_TO_ANNOTATION, CERTIFICATE_ANNOTATION } from '../../lib/secrets/sealed-secrets/annotations.js';
import { EXAMPLE_CERTIFICATE, EXAMPLE_FINGERPRINT } from '../../lib/secrets/sealed-secrets/example-certificate.js';
import { sealedFiles } from '../../lib/synth/seal.js';

/** `.sops.yaml` of a test's repository: every file for the example recipient. */
export const SOPS_YAML = `creation_rules: [${JSON.stringify({ ...newRule('test', [EXAMPLE_RECIPIENT]), path_regex: '\\.sops\\.yaml$' })}]\n`;

/** Stand-ins for all the files that `npm run secrets` would make for a cluster, by path. */
export function sealedStandIns(cluster: ResolvedCluster): Map<string, string> {
  return new Map(
    sealedFiles(cluster).flatMap((file) => [
      [file.path, sealedStandIn(file)] as const,
      ...(file.certificate === undefined ? [] : [[file.certificate, EXAMPLE_CERTIFICATE] as const]),
    ]),
  );
}

/**
 * What a sealed file of a declaration looks like to everyone without a key. The same each time, and made at once; nothing
 * opens it. `recipients` are those of a SOPS file.
 */
export function sealedStandIn(file: SealedFile, recipients: readonly string[] = [EXAMPLE_RECIPIENT]): string {
  return file.certificate === undefined ? sopsStandIn(file, recipients) : controllerStandIn(file);
}

function sopsStandIn({ declaration }: SealedFile, recipients: readonly string[]): string {
  const values = Object.entries(declaration.keys).map(([key, { source }]) => {
    const length = source.from === 'given' ? Buffer.byteLength(source.value) : 24;
    return [key, standInValue(`${secretId(declaration)} ${key}`, length)] as const;
  });
  return `${secretText(clearPart(declaration, []), Object.fromEntries(values))}${sopsPart(recipients)}`;
}

/** SOPS' own part of a file. */
function sopsPart(recipients: readonly string[]): string {
  const age = recipients.map((recipient) => {
    const lines = standInKey(recipient).map((line) => `            ${line}\n`);
    return `        - recipient: ${recipient}\n          enc: |\n${lines.join('')}`;
  });
  const mac = standInValue('mac', 128);
  return `sops:\n    age:\n${age.join('')}    lastmodified: "2026-01-02T03:04:05Z"\n    mac: ${mac}\n    encrypted_regex: ^(data|stringData)$\n    version: 3.11.0\n`;
}

/** A sealed value of a plaintext of some length. */
export function standInValue(seed: string, length: number, type = 'str'): string {
  const [data, iv, tag] = [length, 32, 16].map((size, part) => noise(`${seed} ${part}`, size).toString('base64'));
  return `ENC[AES256_GCM,data:${data},iv:${iv},tag:${tag},type:${type}]`;
}

/** Lines of an armored age file that could hold a data key. */
export function standInKey(seed: string, stanzas: readonly string[] = ['X25519']): string[] {
  const short = (what: string) => noise(`${seed} ${what}`, 32).toString('base64').replace('=', '');
  const heads = stanzas.map((stanza) => `-> ${stanza} ${short('share')}\n${short('body')}\n`);
  const header = `age-encryption.org/v1\n${heads.join('')}--- ${short('mac')}\n`;
  const body = Buffer.concat([Buffer.from(header), noise(`${seed} payload`, 64)]).toString('base64');
  const lines = body.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN AGE ENCRYPTED FILE-----', ...lines, '-----END AGE ENCRYPTED FILE-----'];
}

function controllerStandIn({ declaration }: SealedFile): string {
  const { name, namespace, keys } = declaration;
  const wrapped = Buffer.concat([Buffer.from([2, 0]), noise(secretId(declaration), 512)]);
  const sealed = Object.keys(keys).map((key) => {
    const body = noise(`${secretId(declaration)} ${key}`, 40);
    return [key, Buffer.concat([wrapped, body]).toString('base64')] as const;
  });
  const { metadata, type } = clearPart(declaration, []);
  const annotations = {
    [BOUND_TO_ANNOTATION]: secretId(declaration),
    [CERTIFICATE_ANNOTATION]: EXAMPLE_FINGERPRINT,
    'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
  };
  const object = {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name, namespace, annotations },
    spec: { encryptedData: Object.fromEntries(sealed), template: { metadata, type } },
  };
  return `${JSON.stringify(object, undefined, 2)}\n`;
}

function noise(seed: string, bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, block) =>
    createHash('sha256').update(`${seed} ${block}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}
