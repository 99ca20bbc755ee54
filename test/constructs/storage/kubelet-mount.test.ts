import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isMounted } from '../../../lib/constructs/storage/kubelet-mount.js';

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);

test('S3-27 a mount shows what lies in it, and nothing that only begins like it', () => {
  fc.assert(
    fc.property(path, name, (mount, rest) => {
      expect(isMounted(mount, [mount])).toBe(true);
      expect(isMounted(`${mount}/${rest}`, ['/other', mount])).toBe(true);
      expect(isMounted(`${mount}${rest}`, [mount])).toBe(false);
      expect(isMounted(mount, [`${mount}/${rest}`])).toBe(false);
    }),
    { numRuns: 300 },
  );
});
