import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { pinVersion } from '../../lib/scaffold/pin-version.js';
import { parseVersions } from '../../lib/synth/versions.js';

const TEXT = `# Every version, once.
charts:
  apple:
    repository: oci://ghcr.io/example
    chart: apple
    version: 1.0.0
images:
  # Held back: the next one needs another database.
  cherry:
    repository: ghcr.io/example/cherry
    tag: 1.0.0
  date:
    repository: ghcr.io/example/date
    tag: 1.0.0
`;

const IMAGE = { repository: 'ghcr.io/example/new', tag: '2.0.0' };

describe('an entry in charts/versions.yaml', () => {
  test('goes where its name belongs, and leaves comments with what they are about', () => {
    const lines = pinVersion(TEXT, 'images', 'banana', IMAGE).split('\n');
    expect(lines.slice(6, 12)).toEqual([
      'images:',
      '  banana:',
      '    repository: ghcr.io/example/new',
      '    tag: 2.0.0',
      '  # Held back: the next one needs another database.',
      '  cherry:',
    ]);
  });

  test.each([
    ['1.10', '"1.10"'],
    ['15', '"15"'],
    ['1e3', '"1e3"'],
    ['2026-01-02', '"2026-01-02"'],
    ['on', '"on"'],
    ['1.10.2', '1.10.2'],
    ['v1', 'v1'],
  ])('a tag that YAML would take for something else is quoted: %s', (tag, written) => {
    expect(pinVersion(TEXT, 'images', 'elder', { ...IMAGE, tag })).toContain(`    tag: ${written}\n`);
  });

  test('opens a section that was empty', () => {
    const text = pinVersion('charts: {}\nimages: {}\n', 'images', 'fig', IMAGE);
    expect(load(text)).toEqual({ charts: {}, images: { fig: IMAGE } });
  });

  test('is all that changes, whatever it is called', () => {
    const key = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/).filter((one) => one !== 'latest');
    fc.assert(
      fc.property(fc.constantFrom('charts' as const, 'images' as const), key, tag, (section, name, value) => {
        const before = parseVersions(TEXT, 'versions.yaml');
        fc.pre(before[section][name] === undefined);
        const version =
          section === 'images'
            ? { ...IMAGE, tag: value }
            : { repository: 'oci://ghcr.io/x', chart: name, version: '1.2.3' };
        const text = pinVersion(TEXT, section, name, version);
        const after = parseVersions(text, 'versions.yaml');
        expect(after).toEqual({ ...before, [section]: { ...before[section], [name]: version } });
        expect(Object.keys(after[section])).toEqual(expect.arrayContaining(Object.keys(before[section])));
        const removed = text.split('\n').filter((line) => !TEXT.split('\n').includes(line));
        expect(removed.length).toBeLessThanOrEqual(4);
        for (const line of TEXT.split('\n')) expect(text).toContain(line);
      }),
      { numRuns: 200 },
    );
  });
});
