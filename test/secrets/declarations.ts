import { randomBytes } from 'node:crypto';
import type { SealedFile, SecretDeclaration, SecretKey } from '../../lib/model/secret.js';
import { planInit } from '../../lib/secrets/init/init.js';
import type { InitInput, InitPlan } from '../../lib/secrets/init/init-plan.js';
import { answersFrom } from '../../lib/secrets/values/answers.js';

export function declare(id: string, keys: Readonly<Record<string, SecretKey>>): SecretDeclaration {
  const [namespace = '', name = ''] = id.split('/');
  return { name, namespace, type: 'Opaque', labels: {}, annotations: {}, keys };
}

export function sealedFile(id: string, keys: Readonly<Record<string, SecretKey>>, cluster = 'alpha'): SealedFile {
  return { declaration: declare(id, keys), path: `kubernetes/${cluster}/apps/${id}.sops.yaml` };
}

export const GENERATED: SecretKey = { source: { from: 'generated', length: 24, alphabet: 'alphanumeric' } };
export const ASKED: SecretKey = { source: { from: 'asked', question: 'the token?', placeholder: 'placeholder-token' } };

export function given(value: string): SecretKey {
  return { source: { from: 'given', value } };
}

/** A key of another secret. */
function keyOf(id: string, key: string) {
  const [namespace = '', name = ''] = id.split('/');
  return { namespace, name, key };
}

export function copied(id: string, key: string): SecretKey {
  return { source: { from: 'copied', of: keyOf(id, key) } };
}

/** What a value can be made of: the value of another key. */
export function operand(id: string, key: string) {
  return { ref: keyOf(id, key) };
}

/** A tree in memory: what was written before is on disk for the next run. */
export class MemoryTree {
  readonly texts = new Map<string, string>();

  async init(files: readonly SealedFile[], input: Partial<InitInput> = {}): Promise<InitPlan> {
    const sopsYaml = this.texts.get('.sops.yaml');
    const plan = await planInit({
      files,
      allClusters: true,
      texts: this.texts,
      ...(sopsYaml === undefined ? {} : { sopsYaml }),
      identities: [],
      answers: answersFrom(new Map(), {}),
      placeholders: false,
      now: new Date('2026-01-02T03:04:05Z'),
      random: randomBytes,
      bcryptCost: 4,
      ...input,
    });
    for (const { path, content } of plan.write) this.texts.set(path, content);
    return plan;
  }
}

/** Codes of findings, sorted. */
export function codes({ findings }: InitPlan): string[] {
  return findings.map(({ code }) => code).sort();
}

/** What a run changed, by path. */
export function changes({ write }: InitPlan): Record<string, string> {
  return Object.fromEntries(write.map(({ path, change }) => [path.split('/').slice(-2).join('/'), change]));
}
