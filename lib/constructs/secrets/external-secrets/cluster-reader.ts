import { SecretStore } from '../../../../imports/external-secrets.io.js';
import { grant } from '../../access/grant.js';
import { ServiceAccount } from '../../access/service-account.js';
import type { Unit } from '../../unit.js';
import type { StoreRef } from './composed-secret.js';

/** Which Secrets of one namespace a unit reads into one of its own. */
interface Reader {
  readonly from: string;
  readonly into: string;
  readonly secrets: Set<string>;
}

/**
 * Lets External Secrets read Secrets of the cluster for a unit: a SecretStore of the Kubernetes provider, whose account
 * may `get` the Secrets that the unit names and no others. All of it is in the unit, so that no unit owns what others
 * need, and a reviewer sees who reads whose secret (traps 43, 44).
 */
export class ClusterReaders {
  private readonly readers = new Map<string, Reader>();

  constructor(private readonly unit: Unit) {}

  /** The SecretStore in `into` that reads a Secret of `from`. */
  store(from: string, into: string, secret: string): StoreRef {
    const known = this.readers.get(`${from} ${into}`) ?? { from, into, secrets: new Set<string>() };
    this.readers.set(`${from} ${into}`, known);
    known.secrets.add(secret);
    return { kind: 'SecretStore', name: this.storeName(known) };
  }

  declare(): void {
    for (const reader of this.readers.values()) {
      const { from, into, secrets } = reader;
      const { unit } = this;
      const name = this.storeName(reader);
      const file = `secretstore-${into === unit.namespace ? '' : `${into}-`}${name}.yaml`;
      const account = new ServiceAccount(unit, name, { namespace: into, file });
      grant(unit, from === into ? name : `${unit.name}-secrets-for-${into}`, {
        to: [account],
        rules: [{ resources: ['secrets'], verbs: ['get'], names: [...secrets].sort() }],
        namespace: from,
        file,
      });
      const store = new SecretStore(unit, `secret-store-${into}-${name}`, {
        metadata: { name, namespace: into },
        spec: {
          provider: {
            kubernetes: {
              remoteNamespace: from,
              server: { caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt' } },
              auth: { serviceAccount: { name } },
            },
          },
        },
      });
      unit.place(store, file);
    }
  }

  private storeName({ from, into }: Reader): string {
    return from === into ? `${this.unit.name}-secrets` : `${this.unit.name}-secrets-of-${from}`;
  }
}
