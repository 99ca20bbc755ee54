import type { SealedFile, SecretKey } from '../../../lib/model/secret.js';
import type { ChangePlan } from '../../../lib/secrets/change/change-plan.js';
import type { ImportInput } from '../../../lib/secrets/import/import-target.js';
import { planImport } from '../../../lib/secrets/import/plan-import.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { ChangingTree } from '../change/change-memory.js';
import { ASKED, copied, GENERATED, given, operand, sealedFile } from '../declarations.js';
import { CERTIFICATE_PATH } from '../sealed-secrets/controller.js';

/** Whoever opens the tree: another key pair in each test file. */
export const { identity, recipient } = await generateKeyPair();

export const DB = sealedFile('db/main', { password: GENERATED, user: given('app'), token: ASKED });
export const COPY = sealedFile('app/copy', { password: copied('db/main', 'password') });
const HASH: SecretKey = {
  source: { from: 'htpasswd', user: { constant: 'app' }, password: operand('db/main', 'password') },
};
const DOCKER: SecretKey = {
  source: {
    from: 'docker-config',
    registry: 'r.example.org',
    username: { constant: 'app' },
    password: operand('db/main', 'password'),
  },
};
const URL_OF: SecretKey = {
  source: { from: 'template', text: 'pg://app:{p}@db', operands: { p: operand('db/main', 'password') } },
};
export const MADE = sealedFile('web/made', {
  htpasswd: HASH,
  bcrypt: { source: { from: 'bcrypt', password: operand('db/main', 'password') } },
  '.dockerconfigjson': DOCKER,
  url: URL_OF,
});
export const FILES = [DB, COPY, MADE];

/** A tree in memory that values can be imported into. */
export class ImportingTree extends ChangingTree {
  async take(
    files: readonly SealedFile[],
    sources: readonly (readonly [SealedFile, Readonly<Record<string, string>>])[],
    input: Partial<ImportInput> = {},
  ): Promise<ChangePlan> {
    const targets = sources.map(([file, values], index) => ({
      file,
      source: { place: `source ${index}`, values: new Map(Object.entries(values)), variables: false },
    }));
    const plan = await planImport({
      ...this.circumstances(),
      files,
      targets,
      replace: false,
      renamed: new Map(),
      ...input,
    });
    for (const { path, content } of plan.write) this.texts.set(path, content);
    return plan;
  }
}

/** A tree with stand-ins and generated values, or with rules alone. A certificate is there where SealedSecrets are. */
export async function treeOf(files: readonly SealedFile[], made = true, certificate?: string): Promise<ImportingTree> {
  const tree = new ImportingTree(identity);
  if (certificate !== undefined) tree.texts.set(CERTIFICATE_PATH, certificate);
  await tree.init(files, { recipient, placeholders: true });
  if (!made) for (const { path } of files) tree.texts.delete(path);
  return tree;
}

/** What stops an import. */
export const errors = ({ findings }: ChangePlan) => findings.filter(({ severity }) => severity === 'error');
