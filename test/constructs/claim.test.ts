import { PersistentVolumeClaim, Unit } from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { render } from '../support/test-cluster.js';

describeGolden('claim', {
  'default-class': () =>
    render(
      {},
      (c) => void new PersistentVolumeClaim(new Unit(c.apps('demo'), 'app'), 'data', { size: '20Gi' }),
      'apps/demo/app/app',
    ),
  'own-class': () =>
    render(
      { storageClass: 'proxmox' },
      (c) => {
        const unit = new Unit(c.apps('demo'), 'app');
        new PersistentVolumeClaim(unit, 'data', { size: '20Gi', storageClass: 'fast', accessMode: 'ReadWriteOncePod' });
        new PersistentVolumeClaim(unit, 'more', { size: '1.5Ti', name: 'more-data' });
      },
      'apps/demo/app/app',
    ),
});
