import type { SecretOperand } from '../../model/secret.js';
import type { Environment } from '../app/environment.js';
import { DeclaredSecret, type SecretKeyValue } from '../declared-secret.js';
import { copied } from '../secret-values.js';
import type { Unit } from '../unit.js';

export interface DatabaseProps {
  /** The unit that has to be ready before anybody connects. */
  readonly unit: Unit;
  /** Host name that resolves in every namespace. */
  readonly host: string;
  readonly port: number;
  /** Name of the database on its server. */
  readonly name: string;
  readonly user: string;
  /** The secret that holds the user's password, and the key in it. */
  readonly password: { readonly secret: DeclaredSecret; readonly key: string };
}

/**
 * A database that an app may use, whatever serves it: CloudNativePG, a Helm chart, MariaDB. Whoever takes
 * something from it that needs a running server depends on its unit from then on.
 */
export class Database {
  readonly unit: Unit;
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  /** The password as input of another declared secret: `copied(database.password)`, or an operand of `template()`. */
  readonly password: Extract<SecretOperand, { ref: unknown }>;
  private readonly passwords = new Map<string, { readonly unit: Unit; readonly value: SecretKeyValue }>();

  constructor({ unit, host, port, name, user, password }: DatabaseProps) {
    this.unit = unit;
    this.host = host;
    this.port = port;
    this.name = name;
    this.user = user;
    this.password = password.secret.operand(password.key);
    const value = password.secret.ref(password.key);
    this.passwords.set(password.secret.namespace, { unit, value });
  }

  /**
   * The password as an environment variable's value in the app's namespace: Secrets cannot be read across namespaces
   * (traps 43, 44), so the first unit of a namespace gets a copy, and others there depend on that unit.
   */
  passwordFor(unit: Unit): SecretKeyValue {
    unit.needs(this.unit);
    const known = this.passwords.get(unit.namespace);
    if (known !== undefined) {
      unit.needs(known.unit);
      return known.value;
    }
    const copy = new DeclaredSecret(unit, this.password.ref.name, { password: copied(this.password) });
    this.passwords.set(unit.namespace, { unit, value: copy.ref('password') });
    return copy.ref('password');
  }

  /** The connection as variables: `<prefix>HOST`, `PORT`, `DATABASE`, `USER` and `PASSWORD`. */
  env(unit: Unit, prefix: string): Environment {
    return {
      [`${prefix}HOST`]: this.host,
      [`${prefix}PORT`]: this.port,
      [`${prefix}DATABASE`]: this.name,
      [`${prefix}USER`]: this.user,
      [`${prefix}PASSWORD`]: this.passwordFor(unit),
    };
  }
}
