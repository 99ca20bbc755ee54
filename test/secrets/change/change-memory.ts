import { randomBytes } from 'node:crypto';
import type { SealedFile } from '../../../lib/model/secret.js';
import type { ChangeInput, ChangePlan } from '../../../lib/secrets/change/change-plan.js';
import { planChange } from '../../../lib/secrets/change/change-values.js';
import { secretValues } from '../../../lib/secrets/file/secret-manifest.js';
import { parseCreationRules } from '../../../lib/secrets/recipients/creation-rules.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { MemoryTree } from '../declarations.js';

/** A tree in memory whose secrets can be changed. */
export class ChangingTree extends MemoryTree {
  constructor(readonly identity: string) {
    super();
  }

  async change(files: readonly SealedFile[], input: Partial<ChangeInput>): Promise<ChangePlan> {
    const plan = await planChange({
      ...this.circumstances(),
      files,
      ...input,
    });
    for (const { path, content } of plan.write) this.texts.set(path, content);
    return plan;
  }

  /** What a plan is made from, besides what shall change. */
  protected circumstances() {
    return {
      cluster: 'alpha',
      texts: new Map(this.texts),
      rules: parseCreationRules(this.texts.get('.sops.yaml') ?? ''),
      identities: [this.identity],
      now: new Date('2026-02-03T04:05:06Z'),
      random: randomBytes,
      bcryptCost: 4,
    };
  }

  async values({ path }: SealedFile): Promise<Record<string, string>> {
    return secretValues((await openYaml(this.texts.get(path) ?? '', path, [this.identity])).plain, path);
  }

  /** Sealed values of a file by key. */
  ciphertexts({ path }: SealedFile): Record<string, string> {
    return ciphertextsOf(this.texts.get(path) ?? '');
  }
}

/** Sealed values by the key that stands before them, the MAC included. */
export function ciphertextsOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^\s*(\S+): (ENC\[\S+\])$/gm)];
  return Object.fromEntries(lines.map(([, key = '', value = '']) => [key, value]));
}

/** What a plan writes: changed keys by the end of the path. */
export function changed({ write }: ChangePlan): Record<string, readonly string[]> {
  return Object.fromEntries(write.map(({ path, keys }) => [path.split('/').slice(-2).join('/'), keys]));
}

/** Codes of findings, sorted. */
export function codesOf({ findings }: ChangePlan): string[] {
  return findings.map(({ code }) => code).sort();
}
