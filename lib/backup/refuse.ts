import type { Finding } from '../model/finding.js';
import { PLACEHOLDERS_ANNOTATION } from '../secrets/file/secret-manifest.js';
import type { Backup } from './format.js';
import { leafTexts } from './leaf-texts.js';
import { unusable } from './unusable-value.js';

/** Everything that can be wrong with what is to be backed up. */
export type BackupCode = 'BACKUP_MISSING' | 'BACKUP_MASKED' | 'BACKUP_PLACEHOLDER' | 'BACKUP_INCOMPLETE';

/** An error about one thing that a backup should hold. */
export function backupFinding(code: BackupCode, name: string, message: string, hint?: string): Finding {
  const [top, cluster] = name.split('/');
  const origin = { cluster: top === 'kubernetes' ? (cluster as string) : 'backup', source: name };
  return { code, severity: 'error', message, origin, ...(hint === undefined ? {} : { hint }) };
}

/**
 * Values that are none: masked ones are always refused, placeholders unless they are asked for (S0-28, trap 54).
 * A finding names the key, never the value.
 */
export function refuseValues({ secrets, environments, stacks }: Backup, placeholders: boolean): Finding[] {
  return [
    ...secrets.flatMap(({ path, text }) => judge(path, secretLeaves(text, path), placeholders)),
    ...environments.flatMap(({ name, definition }) => [
      ...judge(name, leavesByKey(definition, name), placeholders),
      ...cipherTexts(name, definition),
    ]),
    ...stacks.flatMap(({ name, values }) =>
      Object.entries(values).flatMap(([key, { value }]) =>
        judge(`stack ${name}`, leavesByKey(JSON.stringify(value), key, key), placeholders),
      ),
    ),
  ];
}

type Named = readonly [key: string, text: string, standIn?: boolean];

function leavesByKey(yaml: string, name: string, prefix?: string): Named[] {
  return leafTexts(yaml, name).map(({ path, text }) => {
    const own = path.filter((element) => element !== 'fn::secret');
    return [[...(prefix === undefined ? [] : [prefix]), ...own].join('.'), text] as const;
  });
}

/**
 * Values of an opened Secret, those under `data` decoded. What `secrets init --placeholders` made says so itself,
 * whatever it looks like.
 */
function secretLeaves(text: string, path: string): Named[] {
  const leaves = leavesByKey(text, path);
  const marked =
    leaves.find(([key]) => key === `metadata.annotations.${PLACEHOLDERS_ANNOTATION}`)?.[1].split(',') ?? [];
  const standIns = new Set(marked.flatMap((key) => [`data.${key}`, `stringData.${key}`]));
  return leaves.map(([key, value]) => {
    const plain = key.startsWith('data.') ? Buffer.from(value, 'base64').toString('utf8') : value;
    return [key, plain, standIns.has(key)];
  });
}

function judge(name: string, leaves: readonly Named[], placeholders: boolean): Finding[] {
  return leaves.flatMap(([key, text, standIn = false]) => {
    const fault = unusable(text) ?? (standIn ? 'placeholder' : undefined);
    if (fault === 'masked') {
      const hint = 'the CLI hid it: it needs --show-secrets and an account that may open the value';
      return [backupFinding('BACKUP_MASKED', name, `"${key}" is a mask instead of a value`, hint)];
    }
    if (fault === undefined || placeholders) return [];
    const hint = 'set the value, or back up what is there with --placeholders';
    return [backupFinding('BACKUP_PLACEHOLDER', name, `"${key}" is a placeholder instead of a value`, hint)];
  });
}

/** Without --show-secrets a definition holds ciphertext that nobody but ESC can read. */
function cipherTexts(name: string, definition: string): Finding[] {
  return leafTexts(definition, name)
    .filter(({ path }) => path.at(-1) === 'ciphertext' && path.at(-2) === 'fn::secret')
    .map(({ path }) => {
      const hint =
        'the CLI has to print it with --show-secrets; update it, or ask for the right to open the environment';
      const key = path.slice(0, -2).join('.');
      return backupFinding('BACKUP_MASKED', name, `"${key}" is still encrypted, so nothing could be restored`, hint);
    });
}
