import * as z from 'zod';
import { InputError } from '../model/error.js';
import { SELECTION_KINDS } from '../secrets/sops/selection.js';

/** What a backup says it is, so that another JSON file is never taken for one. */
const FORMAT = 'homelab-gitops-backup';

/** The format that is written; a reader refuses a newer one instead of guessing. */
export const BACKUP_VERSION = 1;

const sealedPath = z
  .string()
  .regex(/^kubernetes(?:\/(?!\.{1,2}\/)[\w.@-]+)+\.sops\.yaml$/, 'is no path of a sealed file below kubernetes/');

/** `organization/project/environment`: the three-part identity (S0-03). Never starts with a dash: it becomes an argument. */
export const environmentName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/, 'is not organization/project/environment');

export const stackName = z.string().regex(/^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*){0,2}$/, 'is no name of a stack');

const configKey = z.string().regex(/^[A-Za-z0-9_][^:\p{Cc}]*:[^:\p{Cc}]+$/u, 'is not <namespace>:<key>');

/** A sealed file of the tree, opened. */
const secretFile = z.strictObject({
  path: sealedPath,
  /** What it is, for who reads a backup by hand; absent for what is no Secret. */
  secret: z
    .strictObject({ namespace: z.string(), name: z.string(), type: z.string(), keys: z.array(z.string()) })
    .optional(),
  /** The whole YAML with its values in clear, without SOPS' metadata. */
  text: z.string(),
  /** Which values were sealed: what was hidden stays hidden when it is written back. */
  selection: z.strictObject({ kind: z.enum(SELECTION_KINDS), pattern: z.string() }),
  macOnlyEncrypted: z.boolean(),
});

const environment = z.strictObject({
  name: environmentName,
  /** The definition as ESC keeps it, with its static secrets in clear. */
  definition: z.string(),
});

/** Whatever JSON.parse gives, as it is: zod's own schema of JSON leaves out a key that is called `__proto__`. */
export const anyJson = z.custom<z.infer<ReturnType<typeof z.json>>>((value) => value !== undefined);

const stack = z.strictObject({
  project: z.string(),
  name: stackName,
  /** By full key. */
  values: z.record(configKey, z.strictObject({ value: anyJson, secret: z.boolean() })),
});

const backup = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(BACKUP_VERSION),
  created: z.iso.datetime(),
  /** Text of `.sops.yaml`. */
  creationRules: z.string().optional(),
  secrets: z.array(secretFile),
  environments: z.array(environment),
  stacks: z.array(stack),
  /** What should be here and is not, and why. Never a value. */
  missing: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
});

export type Backup = z.infer<typeof backup>;
export type BackupSecret = Backup['secrets'][number];
export type BackupEnvironment = Backup['environments'][number];
export type BackupStack = Backup['stacks'][number];
export type ConfigValue = BackupStack['values'][string];

/** A backup with everything but its format's own fields, which are added. */
export function newBackup(contents: Omit<Backup, 'format' | 'version'>): Backup {
  return { format: FORMAT, version: BACKUP_VERSION, ...contents };
}

export function formatBackup(contents: Backup): string {
  return `${JSON.stringify(contents, null, 2)}\n`;
}

/** @throws InputError naming the place, never a value, when the text is no backup that this program can read. */
export function parseBackup(text: string, file: string): Backup {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(`${file}: holds no JSON, so it is no backup`);
  }
  const head = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(json);
  if (!head.success) throw new InputError(`${file}: is no backup of this program`);
  if (head.data.version !== BACKUP_VERSION) {
    throw new InputError(
      `${file}: has version ${head.data.version}, and this program reads ${BACKUP_VERSION}`,
      'restore it with the version of this repository that made it',
    );
  }
  const parsed = backup.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`${file}: ${issue?.path.join('.') ?? ''} is not what a backup holds there`);
  }
  refuseDoubles(parsed.data, file);
  return parsed.data;
}

/** Two entries of one name: which of them would be restored? */
function refuseDoubles({ secrets, environments, stacks }: Backup, file: string): void {
  const names = [
    ...secrets.map(({ path }) => path),
    ...environments.map(({ name }) => name),
    ...stacks.map(({ project, name }) => `${project} ${name}`),
  ];
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new InputError(`${file}: holds ${double} twice`);
}
