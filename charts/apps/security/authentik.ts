import { type Area, Authentik, type AuthentikProps, type Cluster, Unit } from '../../../lib/index.js';

export interface AuthentikOptions extends AuthentikProps {
  /** Where the unit goes. @default apps/security */
  readonly area?: Area;
  /** @default the area's name */
  readonly namespace?: string;
  /** Units that must be ready first, besides the database's. @default none */
  readonly dependsOn?: readonly Unit[];
}

/** authentik as the identity provider: users, groups and flows in a web interface, at the price of memory. */
export function authentik(cluster: Cluster, options: AuthentikOptions): Unit {
  const { area = cluster.apps('security'), namespace, dependsOn = [], ...props } = options;
  const unit = new Unit(area, 'authentik', {
    dependsOn,
    source: 'charts/apps/security/authentik.ts',
    ...(namespace === undefined ? {} : { namespace }),
  });
  new Authentik(unit, 'authentik', props);
  return unit;
}
