import type { SealedFile } from '../../model/secret.js';
import { type ReadFile, readFiles } from '../file/read-files.js';
import { sealNewFile } from '../file/seal-new-file.js';
import { clearPart, completeText } from '../file/secret-manifest.js';
import { keyId, secretId } from '../problem.js';
import type { CreationRule } from '../recipients/creation-rules.js';
import { planCertificates } from '../sealed-secrets/plan-certificates.js';
import { planSealedFile, readSealedFiles } from '../sealed-secrets/plan-files.js';
import { resealYaml } from '../sops/reseal.js';
import { BCRYPT_COST } from '../sources/bcrypt.js';
import { askedVariables } from '../values/answers.js';
import { type Resolution, resolveSecrets } from '../values/resolve.js';
import { findingOf, howToAnswer, standInProblems } from './init-findings.js';
import type { InitInput, InitPlan, PlannedFile } from './init-plan.js';

/** What makes the secrets of one cluster whole. Nothing is written when a finding is an error. */
export async function planCluster(
  cluster: string,
  files: readonly SealedFile[],
  rules: readonly CreationRule[],
  input: InitInput,
): Promise<InitPlan> {
  const { read, problems } = await readFiles(
    files.filter(({ certificate }) => certificate === undefined),
    rules,
    input,
  );
  const certificates = planCertificates(cluster, files, input);
  const sealed = readSealedFiles(files, certificates.certificates, input.texts);
  problems.push(...sealed.flatMap((file) => file.problems));
  const variables = askedVariables(files);
  const resolution = resolveSecrets({
    declarations: files.map(({ declaration }) => declaration),
    states: new Map([...read, ...sealed].map(({ file, state }) => [secretId(file.declaration), state])),
    answer: (ref) => input.answers.find(cluster, ref, variables.get(keyId(ref))),
    howToAnswer: (ref) => howToAnswer(ref, variables.get(keyId(ref))),
    placeholders: input.placeholders,
    random: input.random,
    bcryptCost: input.bcryptCost ?? BCRYPT_COST,
  });
  problems.push(...resolution.problems);
  if (!input.placeholders) problems.push(...standInProblems(standInsOf([...read, ...sealed], resolution)));
  const findings = [...certificates.findings, ...problems.map((found) => findingOf(found, cluster, files))];
  if (findings.some(({ severity }) => severity === 'error')) return { write: [], kept: [], findings };
  const planned = await Promise.all(
    read.map(async (entry) => {
      const file = await planFile(entry, resolution, input);
      input.onFile?.(entry.file.path);
      return file;
    }),
  );
  planned.push(...sealed.map((entry) => planSealedFile(entry, resolution, input.random)));
  const write = [...certificates.write, ...planned.filter((file) => file !== undefined)];
  const written = new Set(write.map(({ path }) => path));
  return { write, kept: files.map(({ path }) => path).filter((path) => !written.has(path)), findings };
}

function* standInsOf(
  read: readonly Pick<ReadFile, 'file' | 'state'>[],
  { secrets }: Resolution,
): Iterable<readonly [string, readonly string[]]> {
  for (const { file, state } of read) {
    const id = secretId(file.declaration);
    const closed = state.kind === 'sealed' ? [...state.standIns] : [];
    yield [id, secrets.get(id)?.standIns ?? closed];
  }
}

/** The new text of one file; undefined when it is fine as it is. */
async function planFile(
  { file, rule, opened, outdated, discarded }: ReadFile,
  { secrets, replaced }: Resolution,
  { now, random }: InitInput,
): Promise<PlannedFile | undefined> {
  const { declaration, path } = file;
  const id = secretId(declaration);
  const resolved = secrets.get(id);
  if (resolved === undefined) return undefined;
  if (opened === undefined) {
    const content = await sealNewFile(file, resolved, rule, { now, random });
    return { path, content, change: discarded || replaced.has(id) ? 'replaced' : 'created' };
  }
  if (resolved.computed.size === 0 && !outdated) return undefined;
  const changed = Object.entries(resolved.values).filter(([key]) => resolved.computed.has(key));
  const clear = clearPart(declaration, resolved.standIns);
  const plain = completeText(opened.plain, path, clear, Object.fromEntries(changed));
  return { path, content: resealYaml(opened, plain, now, random), change: 'completed' };
}
