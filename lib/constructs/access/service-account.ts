import { Construct } from 'constructs';
import { dnsSubdomain } from '../format.js';
import { KubeServiceAccount } from '../k8s.js';
import { type Unit, unitOf } from '../unit.js';

/** Who may do something: a ServiceAccount of any namespace. */
export interface AccountRef {
  readonly name: string;
  readonly namespace: string;
}

export interface ServiceAccountProps {
  /** @default the unit's namespace */
  readonly namespace?: string;
  /** Secrets that pods of this account pull images with. @default none */
  readonly imagePullSecrets?: readonly string[];
  /** Gives its token to pods that cannot ask for it, because an operator makes them. @default false */
  readonly automount?: boolean;
  /** @default 'serviceaccount.yaml' */
  readonly file?: string;
}

/** A ServiceAccount whose token no pod gets unless it asks for it, or the account is made for that (S1-17, S1-77). */
export class ServiceAccount extends Construct implements AccountRef {
  readonly name: string;
  readonly namespace: string;

  constructor(scope: Construct, name: string, props: ServiceAccountProps = {}) {
    const unit: Unit = unitOf(scope);
    const {
      namespace = unit.namespace,
      imagePullSecrets = [],
      automount = false,
      file = 'serviceaccount.yaml',
    } = props;
    super(scope, `service-account-${namespace}-${name}`);
    this.name = name;
    this.namespace = namespace;
    unit.expect(dnsSubdomain, 'ServiceAccount name', name);
    const object = new KubeServiceAccount(this, 'object', {
      metadata: { name, namespace },
      automountServiceAccountToken: automount,
      ...(imagePullSecrets.length === 0
        ? {}
        : { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }),
    });
    unit.place(object, file);
  }
}
