import { describe, expect, test } from '@jest/globals';
import { parseVersions } from '../../lib/synth/versions.js';

const withImage = (fields: string) => `charts: {}\nimages:\n  a:\n    repository: ghcr.io/a\n${fields}`;
const DIGEST = `sha256:${'0'.repeat(64)}`;

describe('an image that is published as latest alone', () => {
  test('is refused by its tag: it would be another one tomorrow', () => {
    expect(() => parseVersions(withImage('    tag: latest\n'), 'versions.yaml')).toThrow(
      'versions.yaml:4: images.a.tag: never "latest" without a digest',
    );
  });

  test('is one image by its digest', () => {
    const { images } = parseVersions(withImage(`    tag: latest\n    digest: ${DIGEST}\n`), 'versions.yaml');
    expect(images.a).toEqual({ repository: 'ghcr.io/a', tag: 'latest', digest: DIGEST });
  });
});
