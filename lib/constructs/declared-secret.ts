import { Construct } from 'constructs';
import type { SecretDeclaration, SecretOperand } from '../model/secret.js';
import type { Checksummed } from './app/checksum.js';
import { type Mount, sourceMount } from './app/mounts.js';
import { checkDeclaration } from './secrets/check-declaration.js';
import { type SecretKeys, type SecretSchema, SecretTemplate, schemaOf } from './secrets/secret-template.js';
import type { DeliveredSecret, SecretBackend } from './strategies.js';
import { type Unit, unitOf } from './unit.js';

export interface DeclaredSecretProps {
  /** @default the unit's namespace */
  readonly namespace?: string;
  /** Kubernetes type of the Secret. @default the template's, or 'Opaque' */
  readonly type?: string;
  /** Besides those of the template. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** File name of a backend that seals files, where a path is normative. @default from the name */
  readonly file?: string;
  /** What brings it, where that cannot be the cluster's backend: the store's own token (S0-04). @default the cluster's */
  readonly backend?: SecretBackend;
}

/** An environment variable's value that a Secret holds. */
export interface SecretKeyValue {
  readonly secretName: string;
  readonly key: string;
  readonly secret: Checksummed;
}

/**
 * A logical secret: which keys exist, what their values must be and where each comes from; a template says all three. The cluster's backend turns it into a SOPS file,
 * an ExternalSecret or a SealedSecret; the app that uses it never knows which.
 */
export class DeclaredSecret<Key extends string = string> extends Construct implements Checksummed {
  readonly name: string;
  readonly namespace: string;
  readonly checksumName: string;
  readonly declaration: SecretDeclaration;
  readonly checksum?: () => string | undefined;
  private readonly keys: SecretKeys<Key> | SecretTemplate<Key>;
  private readonly delivered: DeliveredSecret;

  constructor(
    scope: Construct,
    name: string,
    keys: SecretKeys<Key> | SecretTemplate<Key>,
    props: DeclaredSecretProps = {},
  ) {
    super(scope, `secret-${props.namespace ?? ''}${name}`);
    const unit: Unit = unitOf(this);
    this.name = name;
    this.namespace = props.namespace ?? unit.namespace;
    this.checksumName = name;
    this.keys = keys;
    const template = keys instanceof SecretTemplate ? keys : undefined;
    this.declaration = {
      name,
      namespace: this.namespace,
      type: props.type ?? template?.type ?? 'Opaque',
      labels: { ...template?.labels, ...props.labels },
      annotations: props.annotations ?? {},
      keys: keys instanceof SecretTemplate ? keys.keysFor({ namespace: this.namespace, name }) : keys,
    };
    checkDeclaration(unit, this.declaration);
    const file = props.file === undefined ? {} : { file: props.file };
    const { backend = unit.cluster.settings.secrets } = props;
    unit.cluster.secrets.push({ declaration: this.declaration, unit, backend });
    this.delivered = backend.deliver(this, this.declaration, file);
    if (this.delivered.checksum !== undefined) this.checksum = this.delivered.checksum;
  }

  /** What the values must be; `z.infer` of it is the credential's type. */
  get schema(): SecretSchema<Key> {
    return this.keys instanceof SecretTemplate ? this.keys.schema : schemaOf(this.keys);
  }

  get podAnnotations(): Readonly<Record<string, string>> {
    return this.delivered.podAnnotations ?? {};
  }

  /** The value of an environment variable. A key that is not declared is a compile error. */
  ref(key: Key): SecretKeyValue {
    return { secretName: this.name, key, secret: this };
  }

  /** The same value for a derived key, or for a copy in another namespace (traps 43, 44). */
  operand(key: Key): Extract<SecretOperand, { ref: unknown }> {
    return { ref: { namespace: this.namespace, name: this.name, key } };
  }

  /** All keys as files, or one of them; `mode` is the file mode, such as 0o400. */
  files(options: { readonly mode?: number; readonly file?: Key } = {}): Mount {
    const mode = options.mode === undefined ? {} : { defaultMode: options.mode };
    const volume = { secret: { secretName: this.name, ...mode } };
    return sourceMount(this, volume, options.file === undefined ? {} : { file: options.file });
  }
}
