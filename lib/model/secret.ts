import type { Origin } from './manifest.js';

/** A key of a secret somewhere in the same cluster. */
export interface SecretKeyRef {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** Anything that can judge a value: a zod schema is one. */
export interface ValueSchema {
  safeParse(value: unknown): {
    readonly success: boolean;
    readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined;
  };
}

/**
 * Where the value of one key comes from. Only `given` values are known to the charts; all others exist in
 * ciphertext only.
 */
export type SecretSource =
  /** Random characters. `length` counts characters. */
  | { readonly from: 'generated'; readonly length: number; readonly alphabet: Alphabet }
  /** Random bytes as text: `base64` with padding, as `openssl rand -base64` writes it. */
  | { readonly from: 'random-bytes'; readonly bytes: number; readonly encoding: 'base64' | 'hex' }
  /** One half of a key pair; keys with the same `pair` belong together. OpenSSH text. */
  | {
      readonly from: 'ssh-key';
      readonly pair: string;
      readonly half: 'private' | 'public';
      readonly comment: string;
      /** @default 'ed25519' */
      readonly algorithm?: SshAlgorithm;
    }
  /** An age identity (X25519, with its recipient as a comment) or the recipient of the same `pair`. */
  | { readonly from: 'age-key'; readonly pair: string; readonly half: 'private' | 'public' }
  /** The ed25519 key that a Matrix homeserver signs with, in Synapse's form. */
  | { readonly from: 'matrix-signing-key' }
  /** A constant that is no secret, but that Flux reads from a Secret. */
  | { readonly from: 'given'; readonly value: string }
  /** Only the owner knows it. `placeholder` is what trials and tests use instead; it must satisfy the schema. */
  | {
      readonly from: 'asked';
      readonly question: string;
      readonly placeholder: string;
      /** Environment variable that other tools read the same value from, such as GHCR_TOKEN. @default none */
      readonly variable?: string;
    }
  /** The same value as another declared secret's key. */
  | { readonly from: 'copied'; readonly of: SecretKeyRef }
  /** A htpasswd line (bcrypt) for a user, of a password that another key holds. */
  | { readonly from: 'htpasswd'; readonly user: SecretOperand; readonly password: SecretOperand }
  /** bcrypt hash alone of a password that another key holds. */
  | { readonly from: 'bcrypt'; readonly password: SecretOperand }
  /** `.dockerconfigjson` for one registry. */
  | {
      readonly from: 'docker-config';
      readonly registry: string;
      readonly username: SecretOperand;
      readonly password: SecretOperand;
    }
  /** Text with values put in: `{name}` stands for the operand of that name. */
  | {
      readonly from: 'template';
      readonly text: string;
      readonly operands: Readonly<Record<string, SecretOperand>>;
      /** Percent-encodes every operand, for texts that are URLs. @default operands as they are */
      readonly encode?: 'url';
    };

/** Input of a derived value: a constant, or a key of a declared secret. */
export type SecretOperand = { readonly constant: string } | { readonly ref: SecretKeyRef };

export type Alphabet = 'alphanumeric' | 'hex' | 'base64url';

/** Kinds of SSH keys; the number is the size of the modulus in bits. */
export type SshAlgorithm = 'ed25519' | 'rsa-3072' | 'rsa-4096';

export interface SecretKey {
  readonly source: SecretSource;
  /** @default any non-empty string */
  readonly schema?: ValueSchema;
  /**
   * What else must change by hand when the value does, or why it must not: `ALTER ROLE` in a database that knows it,
   * data that is encrypted with it (S3-18, trap 46). Shown before the value is changed; a new value needs consent.
   * @default nothing but the consumers
   */
  readonly rotation?: string;
}

/**
 * A logical secret: what must exist in the cluster, however the backend brings it there. Its values are UTF-8 text;
 * bytes that are no text go in as base64, for readers that take that.
 */
export interface SecretDeclaration {
  readonly name: string;
  readonly namespace: string;
  /** Kubernetes type of the Secret. */
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly keys: Readonly<Record<string, SecretKey>>;
}

/** API group of SealedSecret: where a sealed file is for its controller, the group's definitions have to be there. */
export const SEALED_SECRET_GROUP = 'bitnami.com';

/** A secret that the tree holds as a sealed file. */
export interface SealedFile {
  readonly declaration: SecretDeclaration;
  /** Relative to the repository: `kubernetes/<cluster>/…/git-ssh-secret.sops.yaml`. */
  readonly path: string;
  /** Certificate that a SealedSecret is sealed for, relative to the repository. @default it is a SOPS file */
  readonly certificate?: string;
  /** Where it was declared. @default findings point at the file alone */
  readonly origin?: Origin;
}
