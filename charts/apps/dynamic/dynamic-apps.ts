import {
  type AccountRef,
  type Cluster,
  denyAll,
  dynamicAppBase,
  dynamicAppPullSecret,
  Unit,
} from '../../../lib/index.js';
import { DYNAMIC_APPS_LABEL } from '../../infrastructure/gateway.js';
import { registryPullSecret } from '../../infrastructure/registry/credentials.js';

export interface DynamicAppsOptions {
  /** `shared`: all apps in `dynamic-apps`; `perApp`: each in `dynamic-app-<name>`, which it brings itself (S1-16). */
  readonly namespaces: 'shared' | 'perApp';
  /** Whoever adds apps and watches over them. */
  readonly deployer: AccountRef;
}

/** What dynamic apps need before the first one comes; their folders beside it are the deployer's (S1-15 to S1-20). */
export function dynamicAppsBase(cluster: Cluster, { namespaces, deployer }: DynamicAppsOptions): Unit {
  const area = cluster.apps('dynamic');
  cluster.adopts(area);
  const unit = new Unit(area, 'dynamic-apps', {
    namespace: 'dynamic-apps',
    folder: '.',
    ownNamespace: true,
    namespaceLabels: namespaces === 'shared' ? DYNAMIC_APPS_LABEL : {},
  });
  const registry = registryPullSecret();
  if (namespaces === 'shared') {
    dynamicAppBase(unit, { registry, deployers: [deployer], room: 'shared' });
  } else {
    // Nothing runs here, but Flux looks for new images from here.
    dynamicAppPullSecret(unit, registry);
    denyAll(unit);
  }
  return unit;
}
