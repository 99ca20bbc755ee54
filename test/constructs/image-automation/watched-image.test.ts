import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type TagOrder, TIMESTAMP_TAGS, Unit, WatchedImage } from '../../../lib/index.js';
import { render } from '../../support/test-cluster.js';

/** What Flux would compare of a tag; Go writes named groups with a `P`. */
function compared(tag: string): number | undefined {
  const pattern = (TIMESTAMP_TAGS.filter?.pattern ?? '').replace('(?P<', '(?<');
  const found = new RegExp(pattern).exec(tag)?.groups?.timestamp;
  return found === undefined ? undefined : Number(found);
}

const time = fc.date({ min: new Date('2020-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
const stamp = (date: Date) => date.toISOString().replace(/\D/g, '').slice(0, 14);
const sha = fc.stringMatching(/^([0-9a-f]{7}|[0-9a-f]{40})$/);

describe('tags that begin with a time (traps 15, 84)', () => {
  test('a later build wins, whether n8n or GitHub Actions made it', () => {
    fc.assert(
      fc.property(time, time, sha, fc.boolean(), (a, b, commit, swapped) => {
        const [first, second] = [stamp(a), `${stamp(b)}-${commit}`];
        const [x, y] = swapped ? [second, first] : [first, second];
        expect(Math.sign((compared(x) as number) - (compared(y) as number))).toBe(
          x.slice(0, 14) === y.slice(0, 14) ? 0 : x.slice(0, 14) < y.slice(0, 14) ? -1 : 1,
        );
      }),
    );
  });

  test.each(['latest', 'v1', 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', '20260131', '20260131120000-latest'])(
    '%s does not take part',
    (tag) => expect(compared(tag)).toBeUndefined(),
  );
});

describe('S1-49 what makes a tag newer', () => {
  const policyOf = (tags: TagOrder) => {
    const files = render({}, (c) => {
      const unit = new Unit(c.apps('demo'), 'demo');
      const watched = new WatchedImage(unit, 'demo', { image: 'registry.example.net/demo', tags, pullSecret: 'pull' });
      expect(watched.marker).toBe('demo:demo');
    });
    expect(parse(files.get('apps/demo/demo/app/imagerepository.yaml') ?? '').spec.secretRef).toEqual({ name: 'pull' });
    return parse(files.get('apps/demo/demo/app/imagepolicy.yaml') ?? '').spec;
  };

  test.each<[TagOrder, object]>([
    [{ by: 'semver', range: '>=1.0.0' }, { semver: { range: '>=1.0.0' } }],
    [{ by: 'numerical' }, { numerical: { order: 'asc' } }],
    [{ by: 'numerical', newest: 'lowest' }, { numerical: { order: 'desc' } }],
    [{ by: 'alphabetical' }, { alphabetical: { order: 'asc' } }],
    [{ by: 'alphabetical', newest: 'first' }, { alphabetical: { order: 'desc' } }],
  ])('%j', (tags, policy) => expect(policyOf(tags).policy).toEqual(policy));

  test('a filter goes with any order', () => {
    const filter = { pattern: '^v', extract: '$0' };
    expect(policyOf({ by: 'semver', range: '*', filter }).filterTags).toEqual(filter);
  });
});
