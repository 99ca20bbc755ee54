import { Command } from 'commander';
import { InputError } from '../../model/error.js';
import { formatFinding } from '../../model/finding.js';
import { hintForUnknown } from '../../model/names.js';
import type { SealedFile } from '../../model/secret.js';
import { planChange } from '../../secrets/change/change-values.js';
import { chooseRotation, type Rotation } from '../../secrets/change/choose-rotation.js';
import { findingOf } from '../../secrets/init/init-findings.js';
import { clusterOf } from '../../secrets/init/init-plan.js';
import { keyId, secretId } from '../../secrets/problem.js';
import type { ExitCode } from '../io.js';
import { applyChanges, type ChangeSummary, outlookOf, showChanges, showNotes } from './apply-changes.js';
import { type ClusterAtHand, clusterAtHand } from './cluster-at-hand.js';
import { findFile } from './find-file.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { newAnswers } from './new-answers.js';

export function rotateCommand(host: SecretsHost): Command {
  return new Command('rotate')
    .description('give files a new data key, and with --value new values; says which workloads will restart')
    .argument('[secret...]', '<namespace>/<name>, with <cluster>/ before it where several have one, or its path')
    .option('--all', 'every secret, of the cluster where one is named', false)
    .option('--cluster <name>', 'only this cluster')
    .option(
      '--value [key...]',
      'new values too: of these keys, or of all that have one of their own; after the secrets',
    )
    .option('--answers <file>', 'YAML with new values of what is asked for: <namespace>/<name>: {key: value}')
    .option('--dry-run', 'write nothing, ask nothing, open nothing: show what would change', false)
    .option('--yes', 'go on where keys need work by hand that their declaration names', false)
    .option('--age-key <file>', 'age identity that opens the files')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'A new data key seals every value anew, for the recipients of .sops.yaml, so a recipient that was removed opens',
        'later commits no more. It does not undo what somebody has read: that takes new values. Generated values and key',
        'pairs are made, what is asked for comes from --answers, the environment or a question; what is made of them follows.',
        'All is planned before the first file is written.',
      ].join('\n'),
    )
    .action((secrets: readonly string[], options: RotateOptions) =>
      guarded(host, () => runRotate(host, secrets, options)),
    );
}

export interface RotateOptions {
  readonly all: boolean;
  /** @default every cluster */
  readonly cluster?: string;
  /** True for all keys that have a value of their own. @default values stay */
  readonly value?: true | readonly string[];
  /** @default the environment alone */
  readonly answers?: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** @default the environment's identities */
  readonly ageKey?: string;
  readonly json: boolean;
}

interface ClusterRotation {
  readonly at: ClusterAtHand;
  readonly rotation: Rotation;
}

/** Rotates. @returns the exit code: 1 when something cannot be rotated, and then nothing is. */
async function runRotate(host: SecretsHost, names: readonly string[], options: RotateOptions): Promise<ExitCode> {
  const rotations = await chosenRotations(host, names, options);
  const problems = rotations.flatMap(({ at, rotation }) =>
    rotation.problems.map((found) => findingOf(found, at.cluster, at.files)),
  );
  if (problems.length > 0) {
    for (const finding of problems) host.stderr(formatFinding(finding));
    host.stdout('nothing was written');
    return 1;
  }
  const changes = rotations.map(({ at, rotation }) => ({ at, summaries: summariesOf(at.files, rotation) }));
  const outlook = await outlookOf(host, changes);
  if (options.dryRun) {
    const summaries = changes.flatMap((change) => change.summaries);
    if (options.json) host.stdout(JSON.stringify({ planned: summaries, ...outlook }, null, 2));
    else {
      showNotes(host, outlook);
      showChanges(host, summaries, outlook, { done: false });
      host.stdout('dry run: nothing was written');
    }
    return 0;
  }
  if (outlook.notes.length > 0 && !options.yes) {
    showNotes(host, outlook);
    if (!(await consents(host))) {
      host.stdout('nothing was written');
      return 1;
    }
  }
  const progress = host.progress('rotating', rotations.length);
  const plans = [];
  for (const { at, rotation } of rotations) {
    progress.step(at.cluster);
    const renewed = new Set(rotation.renewed.map(({ ref }) => keyId(ref)));
    const answers = await newAnswers(host, at, rotation, options.answers);
    plans.push({ at, plan: await planChange({ ...at, rekeyed: rotation.rekeyed, renewed, ...answers }) });
  }
  progress.end();
  return applyChanges(host, plans, options);
}

async function chosenRotations(
  host: SecretsHost,
  names: readonly string[],
  { all, cluster, value, ageKey }: RotateOptions,
): Promise<ClusterRotation[]> {
  if (all === names.length > 0)
    throw new InputError('say which secrets, or --all', 'npm run secrets -- status lists them');
  const files = await host.sealedFiles(cluster);
  const chosen = all ? files : names.map((name) => findFile(files, name));
  const values = value === undefined ? {} : { values: value === true ? [] : value };
  for (const key of values.values ?? []) refuseUnknownKey(chosen, key);
  const rotations: ClusterRotation[] = [];
  for (const name of [...new Set(chosen.map(({ path }) => clusterOf(path)))].sort()) {
    const at = await clusterAtHand(host, name, files, ageKey);
    const own = chosen.filter(({ path }) => clusterOf(path) === name);
    const secrets = new Set(own.map(({ declaration }) => secretId(declaration)));
    rotations.push({ at, rotation: chooseRotation({ files: at.files, secrets, named: !all, ...values }) });
  }
  return rotations;
}

function refuseUnknownKey(chosen: readonly SealedFile[], key: string): void {
  const known = new Set(chosen.flatMap(({ declaration }) => Object.keys(declaration.keys)));
  if (known.has(key)) return;
  throw new InputError(`--value: none of these secrets has a key "${key}"`, hintForUnknown(key, known));
}

/** What a rotation changes, before a file is opened. */
function summariesOf(files: readonly SealedFile[], { rekeyed, renewed, followers }: Rotation): ChangeSummary[] {
  const changed = new Set([...renewed, ...followers].map(({ ref }) => keyId(ref)));
  return files.flatMap(({ declaration, path }) => {
    const secret = secretId(declaration);
    const keys = Object.keys(declaration.keys).filter((key) => changed.has(keyId({ ...declaration, key })));
    return keys.length > 0 || rekeyed.has(secret) ? [{ path, secret, keys, rekeyed: rekeyed.has(secret) }] : [];
  });
}

async function consents(host: SecretsHost): Promise<boolean> {
  if (!host.interactive) {
    host.stderr('hint: these new values need work by hand; --yes says that you will do it');
    return false;
  }
  return /^y/i.test((await host.ask('These need work by hand. Go on? [y/N]', { hidden: false })).trim());
}
