import type { SealedFile } from '../../model/secret.js';
import { readFiles } from '../file/read-files.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { type CreationRule, ruleFor } from '../recipients/creation-rules.js';
import { EXAMPLE_RECIPIENT } from '../recipients/example-recipient.js';
import type { SealingCertificate } from '../sealed-secrets/certificate.js';
import { EXAMPLE_FINGERPRINT } from '../sealed-secrets/example-certificate.js';
import { planCertificates } from '../sealed-secrets/plan-certificates.js';
import { readSealedFiles } from '../sealed-secrets/plan-files.js';
import type { DeclaredKey } from '../values/order-keys.js';
import type { SecretState } from '../values/state.js';
import type { ImportInput } from './import-target.js';

/**
 * Reads the files that an import goes to, and those that their values are made of. What is wrong with them is told by
 * whoever changes them; only what would lose the imported values is a problem here.
 */
export async function readTargets(
  keys: readonly DeclaredKey[],
  input: ImportInput,
): Promise<{ readonly states: ReadonlyMap<string, SecretState>; readonly problems: readonly SecretProblem[] }> {
  const { files, rules, targets, cluster, texts } = input;
  const targeted = new Set(targets.map(({ file }) => secretId(file.declaration)));
  const needs = keys.filter(({ ref }) => targeted.has(secretId(ref))).flatMap(({ needs: of }) => of.map(secretId));
  const wanted = new Set([...targeted, ...needs]);
  const concerned = files.filter(({ declaration }) => wanted.has(secretId(declaration)));
  const sops = concerned.filter(({ certificate }) => certificate === undefined);
  const { read } = await readFiles(sops, rules, input);
  const { certificates } = planCertificates(cluster, concerned, input);
  const sealed = readSealedFiles(concerned, certificates, texts);
  return {
    states: new Map([...read, ...sealed].map(({ file, state }) => [secretId(file.declaration), state])),
    problems: targets.flatMap(({ file }) => exampleProblems(file, rules, certificates)),
  };
}

/** What is sealed for the published example opens for nobody, so a value that exists nowhere else would be gone. */
function exampleProblems(
  { declaration, path, certificate }: SealedFile,
  rules: readonly CreationRule[],
  certificates: ReadonlyMap<string, SealingCertificate>,
): SecretProblem[] {
  const id = secretId(declaration);
  if (certificate !== undefined) {
    if (certificates.get(certificate)?.fingerprint !== EXAMPLE_FINGERPRINT) return [];
    const fact = `would be sealed for the published example ${certificate}, whose key nobody has`;
    return [problem('SECRET_CERTIFICATE', id, fact, 'make your own first: npm run secrets -- sealing-key')];
  }
  const recipients = ruleFor(rules, path)?.recipients ?? [];
  if (recipients.length === 0 || recipients.some((recipient) => recipient !== EXAMPLE_RECIPIENT)) return [];
  const fact = 'would be sealed for the published example recipient, whose identity nobody has';
  return [problem('SECRET_RULE', id, fact, 'make the tree yours first: npm run secrets -- init --age-key FILE')];
}
