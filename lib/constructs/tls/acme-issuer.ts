import { Construct } from 'constructs';
import * as z from 'zod';
import { ClusterIssuer } from '../../../imports/cert-manager.io.js';
import { type Unit, unitOf } from '../unit.js';
import type { AcmeSolver } from './acme-solvers.js';

const SERVERS = {
  production: 'https://acme-v02.api.letsencrypt.org/directory',
  staging: 'https://acme-staging-v02.api.letsencrypt.org/directory',
} as const;

export interface AcmeIssuerProps {
  /** Where Let's Encrypt writes when a certificate is about to expire: somebody has to read it (S2-25). */
  readonly email: string;
  /** The nearest one is taken: a name's own before its zone's before one for everything. */
  readonly solvers: readonly AcmeSolver[];
  /** Staging has no rate limits that matter, and nobody trusts it. @default 'production' */
  readonly environment?: keyof typeof SERVERS;
}

/**
 * A ClusterIssuer of Let's Encrypt. Its Secrets, the account's key among them, are in cert-manager's own
 * namespace, and so must be its unit (trap 38).
 */
export class AcmeIssuer extends Construct {
  readonly name: string;

  constructor(scope: Construct, name: string, { email, solvers, environment = 'production' }: AcmeIssuerProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    this.name = name;
    unit.expect(z.email('an e-mail address'), `AcmeIssuer ${name}.email`, email);
    unit.expect(z.number().min(1, 'at least one solver'), `AcmeIssuer ${name}.solvers`, solvers.length);
    new ClusterIssuer(this, 'cluster-issuer', {
      metadata: { name },
      spec: {
        acme: {
          server: SERVERS[environment],
          email,
          privateKeySecretRef: { name: `${name}-account` },
          solvers: solvers.map((solver) => solver.spec(unit)),
        },
      },
    });
  }
}
