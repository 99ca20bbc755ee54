import { type Cluster, ImageUpdates, Unit } from '../../../lib/index.js';

/**
 * New image tags of dynamic apps become commits (S1-50). It stands where their policies are, since it sees no others:
 * in `dynamic-apps`, also when each app runs in a namespace of its own, so that one object and one pull secret do.
 */
export function imageAutomation(cluster: Cluster): Unit {
  const area = { ...cluster.apps('dynamic'), name: 'dynamic' };
  const unit = new Unit(area, 'image-automation', { namespace: 'dynamic-apps', folder: '.', path: 'image-automation' });
  new ImageUpdates(unit, 'image-automation', {
    area,
    author: { name: 'Flux', email: `flux@${cluster.settings.domain}` },
  });
  return unit;
}
