import { Construct } from 'constructs';
import type { SecretDeclaration, SecretKey, SecretOperand } from '../model/secret.js';
import type { Checksummed } from './app/checksum.js';
import { type Mount, sourceMount } from './app/mounts.js';
import { dnsSubdomain } from './format.js';
import type { DeliveredSecret } from './strategies.js';
import { type Unit, unitOf } from './unit.js';

export interface DeclaredSecretProps {
  /** @default the unit's namespace */
  readonly namespace?: string;
  /** Kubernetes type of the Secret. @default 'Opaque' */
  readonly type?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** File name of a backend that seals files, where a path is normative. @default from the name */
  readonly file?: string;
}

/** An environment variable's value that a Secret holds. */
export interface SecretKeyValue {
  readonly secretName: string;
  readonly key: string;
  readonly secret: Checksummed;
}

/**
 * A logical secret: which keys exist and where each value comes from. The cluster's backend turns it into a SOPS file,
 * an ExternalSecret or a SealedSecret; the app that uses it never knows which.
 */
export class DeclaredSecret<Key extends string = string> extends Construct implements Checksummed {
  readonly name: string;
  readonly namespace: string;
  readonly checksumName: string;
  readonly declaration: SecretDeclaration;
  private readonly delivered: DeliveredSecret;

  constructor(scope: Construct, name: string, keys: Readonly<Record<Key, SecretKey>>, props: DeclaredSecretProps = {}) {
    super(scope, `secret-${props.namespace ?? ''}${name}`);
    const unit: Unit = unitOf(this);
    this.name = name;
    this.namespace = props.namespace ?? unit.namespace;
    this.checksumName = name;
    this.declaration = {
      name,
      namespace: this.namespace,
      type: props.type ?? 'Opaque',
      labels: props.labels ?? {},
      annotations: props.annotations ?? {},
      keys,
    };
    unit.expect(dnsSubdomain, 'DeclaredSecret name', name);
    const file = props.file === undefined ? {} : { file: props.file };
    this.delivered = unit.cluster.settings.secrets.deliver(this, this.declaration, file);
  }

  checksum(): string | undefined {
    return this.delivered.checksum();
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
