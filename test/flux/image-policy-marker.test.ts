import { describe, expect, test } from '@jest/globals';
import { readMarkedValues, stripMarkers, withImagePolicyMarker } from '../../lib/flux/image-policy-marker.js';
import { emitYaml } from '../../lib/flux/yaml/emit.js';

const image = withImagePolicyMarker('ghcr.io/a/b:1.0', 'flux-system:b');
const tag = withImagePolicyMarker('1.10', 'flux-system:b:tag');
const value = { spec: { containers: [{ name: 'b', image }], args: [image], tag, other: '1' } };

test('markers become end-of-line comments; a tag is quoted, so that a bump never changes its quotes', () => {
  expect(emitYaml(value)).toBe(
    [
      'spec:',
      '  args:',
      '    - ghcr.io/a/b:1.0 # {"$imagepolicy": "flux-system:b"}',
      '  containers:',
      '    - name: b',
      '      image: ghcr.io/a/b:1.0 # {"$imagepolicy": "flux-system:b"}',
      '  other: "1"',
      '  tag: "1.10" # {"$imagepolicy": "flux-system:b:tag"}',
      '',
    ].join('\n'),
  );
});

test('the tree is read back, so that synth keeps what automation wrote', () => {
  expect(readMarkedValues(emitYaml(value))).toEqual([
    { marker: 'flux-system:b', value: 'ghcr.io/a/b:1.0' },
    { marker: 'flux-system:b', value: 'ghcr.io/a/b:1.0' },
    { marker: 'flux-system:b:tag', value: '1.10' },
  ]);
});

test.each([
  ['image: a:1 # {"$imagepolicy": "n:p"}', 'a:1'],
  ['- image: a:1 # {"$imagepolicy": "n:p"}', 'a:1'],
  ['- a:1   #   {"$imagepolicy":"n:p"}', 'a:1'],
  ['image: "a:1" # {"$imagepolicy": "n:p"}', 'a:1'],
  ['\'image\': \'a:1\' # {"$imagepolicy": "n:p"}', 'a:1'],
  ['tag: 1.10 # {"$imagepolicy": "n:p"}', '1.10'],
])('a person or automation may have written %s', (line, text) => {
  expect(readMarkedValues(`---\n# comment\nspec:\n  ${line}\n`)).toEqual([{ marker: 'n:p', value: text }]);
});

test.each([
  'a: b # {"$imagepolicy": 1}',
  'a: b # {"$imagepolicy": "n:p"',
  '# {"$imagepolicy": "n:p"}',
  'a: |\n  image: b # {"$imagepolicy": "n:p"}\n',
])('what automation does not take for a marker is none: %s', (text) => {
  expect(readMarkedValues(text)).toEqual([]);
});

describe('stripMarkers', () => {
  test('the cluster sees the value alone', () => {
    const { spec } = value;
    expect(stripMarkers(value)).toEqual({
      spec: { ...spec, containers: [{ name: 'b', image: 'ghcr.io/a/b:1.0' }], args: ['ghcr.io/a/b:1.0'], tag: '1.10' },
    });
  });

  test('a value without markers is not copied', () => {
    const plain = { a: [1, { b: 'c' }], d: null };
    expect(stripMarkers(plain)).toBe(plain);
  });
});

describe('a marker that automation would not find is refused', () => {
  test.each(['b', 'a/b', 'a:b:c', 'A:b', 'a:b"', ''])('malformed: %j', (marker) => {
    expect(() => withImagePolicyMarker('x', marker)).toThrow('is not of the form namespace:policy');
  });

  test('in the middle of a value', () => {
    expect(() => emitYaml({ args: [`--image=${image}`] })).toThrow(
      'args[0]: an image policy marker is not at the start',
    );
  });

  test('in a key', () => {
    expect(() => emitYaml({ [image]: 1 })).toThrow('an image policy marker is not at the start');
  });

  test.each(['reviewed', 'automated'] as const)('on several lines (%s)', (upkeep) => {
    const text = withImagePolicyMarker('a\nb', 'n:p');
    expect(() => emitYaml({ text }, { upkeep })).toThrow('text: a value with an image policy marker has several lines');
  });

  test('marking twice leaves the last marker', () => {
    expect(withImagePolicyMarker(image, 'n:p')).toBe(withImagePolicyMarker('ghcr.io/a/b:1.0', 'n:p'));
  });
});
