import * as z from 'zod';
import { dnsSubdomain } from '../../format.js';
import { settingsProblems } from './check-settings.js';
import { ExternalStore, type StoreEntry, type StoreProvider } from './store.js';

export interface PulumiEscOptions<Value extends string = string> {
  /** Name of the ClusterSecretStore. @default 'pulumi-esc' */
  readonly name?: string;
  /** Three parts, organization/project/environment: `mrsimpson/homelab/dev`. */
  readonly environment: string;
  /** How keys lie in it that no entry is named for: `github-token`, or `github.token`. @default 'flat' */
  readonly shape?: 'flat' | 'nested';
  /** Values that are there already, by a name for charts: `{ githubToken: 'github-token' }`. @default none */
  readonly values?: Readonly<Record<Value, string>>;
}

const part = '[A-Za-z0-9][A-Za-z0-9_.-]*';

const settings = z.strictObject({
  name: dnsSubdomain.optional(),
  environment: z.string().superRefine((text, context) => {
    const parts = text.split('/');
    if (new RegExp(`^${part}/${part}/${part}$`).test(text)) return;
    // Environments that were made before ESC had projects are in the project `default`.
    const found = parts.length === 2 ? `; "${text}" has two parts, its project may be "default"` : '';
    context.addIssue({ code: 'custom', message: `organization/project/environment${found}` });
  }),
  shape: z.enum(['flat', 'nested']).optional(),
  values: z.record(z.string(), z.string().regex(/^[^\s]+$/, 'the path of a value, such as "github-token"')).optional(),
});

/** Pulumi ESC: the single source of runtime secrets of a cluster (S0-02, S0-03). */
export class PulumiEscStore<Value extends string = string> extends ExternalStore {
  constructor(private readonly options: PulumiEscOptions<Value>) {
    const { name = 'pulumi-esc', environment, shape = 'flat' } = options;
    const [organization = '', project = '', environmentName = ''] = String(environment).split('/');
    const credential = {
      name: 'pulumi-access-token',
      key: 'PULUMI_ACCESS_TOKEN',
      question: `Pulumi access token that can read the environment ${environment}`,
      placeholder: 'pul-0000000000000000000000000000000000000000',
    };
    super({
      name,
      credential,
      problems: settingsProblems(settings, options),
      // The provider opens the whole environment and writes it back with every other secret in clear.
      readOnly: 'Pulumi ESC’s provider would write all other secrets of the environment back in clear',
      entry: ({ name: secret, key }) => ({
        key: shape === 'flat' ? escPath(`${secret}-${key}`) : escPath(secret, key),
      }),
      provider: (namespace) =>
        // The token at the root of the provider, which the published types still ask for, is deprecated.
        ({
          pulumi: {
            organization,
            project,
            environment: environmentName,
            auth: { accessToken: { secretRef: { name: credential.name, namespace, key: credential.key } } },
          },
        }) as unknown as StoreProvider,
    });
  }

  /** A value that the environment holds already (S0-08, S0-09). A name that is not listed is a compile error. */
  value(name: Value): StoreEntry {
    const key = this.options.values?.[name];
    if (key === undefined) throw new Error(`store ${this.name} lists no value "${name}"`);
    return { key };
  }
}

/**
 * A Pulumi ESC environment by its three-part identity (traps 50, 53). Its token is a secret of its own, `asked`, that
 * the cluster's `bootstrapSecrets` backend brings into the store's namespace (S0-04).
 */
export function pulumiEsc<Value extends string>(options: PulumiEscOptions<Value>): PulumiEscStore<Value> {
  return new PulumiEscStore(options);
}

/** A property path: names with a dot or bracket in them are quoted. */
export function escPath(...names: readonly string[]): string {
  return names.reduce((path, name) => {
    if (/[.[\]"]/.test(name)) return `${path}[${JSON.stringify(name)}]`;
    return path === '' ? name : `${path}.${name}`;
  }, '');
}
