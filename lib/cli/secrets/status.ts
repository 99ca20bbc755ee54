import { join } from 'node:path';
import { Command } from 'commander';
import { formatFinding } from '../../model/finding.js';
import { problemAt } from '../../secrets/problem.js';
import { CREATION_RULES_FILE, parseCreationRules } from '../../secrets/recipients/creation-rules.js';
import { clusterStatus, type SecretStatus } from '../../secrets/status/status.js';
import { sealedFiles } from '../../synth/seal.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { ExitCode } from '../io.js';
import { statusJson, statusLines } from './format-status.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';

export function statusCommand(host: SecretsHost): Command {
  return new Command('status')
    .description('list every declared secret: is it there, who can open it, how old is it, who uses it; needs no key')
    .option('--cluster <name>', 'only this cluster')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Exit code 1 when a file is missing, lacks a key, is for other recipients than .sops.yaml says, or is in clear.',
        'AGE is what the file says of its last change, STAND-INS how many keys wait for a value: show names them.',
        'Without a key nobody can tell whether values were tampered with: show --reveal checks that, for one file.',
      ].join('\n'),
    )
    .action((options: StatusOptions) => guarded(host, async () => runSecretsStatus(host, options)));
}

interface StatusOptions {
  /** @default every cluster */
  readonly cluster?: string;
  readonly json: boolean;
}

/** Lists the secrets of the tree without any key. @returns the exit code: 1 when one of them needs mending. */
async function runSecretsStatus(host: SecretsHost, options: StatusOptions): Promise<ExitCode> {
  const secrets = await readStatus(host, options.cluster);
  const findings = secrets.flatMap(({ problems, cluster, file }) =>
    problems.map((found) => problemAt(found, cluster, file)),
  );
  if (options.json) host.stdout(JSON.stringify({ secrets: statusJson(secrets) }, null, 2));
  else {
    for (const line of statusLines(secrets, host.now())) host.stdout(line);
    for (const finding of findings) host.stderr(formatFinding(finding));
  }
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

async function readStatus(host: SecretsHost, name: string | undefined): Promise<SecretStatus[]> {
  const read = (path: string) => readFileIfPresent(join(host.root, path));
  const rules = parseCreationRules(read(CREATION_RULES_FILE) ?? '');
  const clusters = await host.clusters(name);
  return clusters.flatMap((cluster) =>
    clusterStatus({ cluster, files: sealedFiles(cluster), read, rules, now: host.now() }),
  );
}
