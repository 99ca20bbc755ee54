import type { Finding } from '../../model/finding.js';
import type { SealedFile } from '../../model/secret.js';
import type { InitInput, PlannedFile } from '../init/init-plan.js';
import { EXAMPLE_RECIPIENT } from '../recipients/example-recipient.js';
import { readCertificate, type SealingCertificate } from './certificate.js';
import { SealedSecretError } from './error.js';
import { EXAMPLE_CERTIFICATE, EXAMPLE_FINGERPRINT } from './example-certificate.js';

export interface PlannedCertificates {
  /** By path; those that cannot be used are missing. */
  readonly certificates: ReadonlyMap<string, SealingCertificate>;
  /** The published example, where there is none yet. */
  readonly write: readonly PlannedFile[];
  readonly findings: readonly Finding[];
}

/** The certificates that a cluster's SealedSecrets are sealed for: what is committed, or else the published example. */
export function planCertificates(
  cluster: string,
  files: readonly SealedFile[],
  { texts, now, recipient }: Pick<InitInput, 'texts' | 'now' | 'recipient'>,
): PlannedCertificates {
  const certificates = new Map<string, SealingCertificate>();
  const write: PlannedFile[] = [];
  const findings: Finding[] = [];
  for (const path of certificatePaths(files)) {
    const text = texts.get(path);
    if (text === undefined) write.push({ path, content: EXAMPLE_CERTIFICATE, change: 'created' });
    try {
      const certificate = readCertificate(text ?? EXAMPLE_CERTIFICATE, path, now);
      certificates.set(path, certificate);
      const isOwned = recipient !== undefined && recipient !== EXAMPLE_RECIPIENT;
      if (isOwned && certificate.fingerprint === EXAMPLE_FINGERPRINT) findings.push(exampleFinding(path, cluster));
    } catch (error) {
      if (!(error instanceof SealedSecretError)) throw error;
      findings.push(findingAt(path, cluster, 'error', error.fact, error.hint));
    }
  }
  return { certificates, write, findings };
}

/** Certificates that files are sealed for, each once. */
export function certificatePaths(files: readonly SealedFile[]): string[] {
  return [...new Set(files.flatMap(({ certificate }) => (certificate === undefined ? [] : [certificate])))];
}

function exampleFinding(path: string, cluster: string): Finding {
  const message = 'is the published example, whose key nobody has: no controller opens what is sealed for it';
  const hint = `make a key pair: npm run secrets -- sealing-key --cluster ${cluster} --out FILE, then init again`;
  return findingAt(path, cluster, 'warning', message, hint);
}

function findingAt(
  path: string,
  cluster: string,
  severity: Finding['severity'],
  message: string,
  hint: string | undefined,
): Finding {
  const origin = { cluster, source: path };
  return { code: 'SECRET_CERTIFICATE', severity, message, file: path, origin, ...(hint === undefined ? {} : { hint }) };
}
