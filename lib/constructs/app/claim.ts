import { Construct } from 'constructs';
import { dnsSubdomain, quantity } from '../format.js';
import { KubePersistentVolumeClaim, Quantity } from '../k8s.js';
import { type Unit, unitOf } from '../unit.js';
import { type ClaimProps, existingClaim, type Mount } from './mounts.js';

/** A persistent volume that outlives its unit: Flux never prunes it (trap 82). */
export class PersistentVolumeClaim extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ClaimProps) {
    super(scope, id);
    const unit: Unit = unitOf(this);
    const storageClassName = props.storageClass ?? unit.cluster.settings.storageClass;
    this.name = props.name ?? id;
    unit.expect(dnsSubdomain, 'claim name', this.name);
    unit.expect(quantity, `claim ${this.name}.size`, props.size);
    new KubePersistentVolumeClaim(this, 'claim', {
      metadata: { name: this.name },
      spec: {
        accessModes: [props.accessMode ?? 'ReadWriteOnce'],
        resources: { requests: { storage: Quantity.fromString(props.size) } },
        ...(storageClassName === undefined ? {} : { storageClassName }),
      },
    });
  }

  mount(): Mount {
    return existingClaim(this.name);
  }
}

/** Volume source for a claim of an app's own; the claim is declared on first use. */
export function ownClaim(app: Construct & { readonly name: string }, claim: ClaimProps): Mount['volume'] {
  const claimName = claim.name ?? app.name;
  if (app.node.tryFindChild(`claim-${claimName}`) === undefined) {
    new PersistentVolumeClaim(app, `claim-${claimName}`, { ...claim, name: claimName });
  }
  return { persistentVolumeClaim: { claimName } };
}
