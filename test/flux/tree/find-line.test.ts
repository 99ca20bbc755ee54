import { describe, expect, test } from '@jest/globals';
import { findLine } from '../../../lib/flux/tree/find-line.js';

const TEXT = `# what it is
---
apiVersion: v1
kind: ConfigMap
data:
  "a key": |
    text: no key

    more
  list: [1, 2,
    3]
---
spec:
  containers:
    - name: a
    - name: &b b
      image: *b
  empty:
  last: x
`;

describe('the line that a finding points at', () => {
  test.each<[number, (string | number)[], number]>([
    [0, [], 3],
    [0, ['kind'], 4],
    [0, ['data', 'a key'], 6],
    [0, ['data', 'list', 2], 11],
    [1, ['spec', 'containers', 1, 'image'], 17],
    [1, ['spec', 'empty'], 18],
    [1, ['spec', 'last'], 19],
  ])('of document %i, %j', (document, path, line) => {
    expect(findLine(TEXT, document, path)).toBe(line);
    expect(findLine(TEXT.replaceAll('\n', '\r\n'), document, path)).toBe(line);
  });

  test('is that of the closest field above, where the field is not there', () => {
    expect(findLine(TEXT, 1, ['spec', 'containers', 0, 'image', 'tag'])).toBe(15);
    expect(findLine(TEXT, 1, ['spec', 'containers', 7])).toBe(14);
    expect(findLine(TEXT, 1, ['spec', 'last', 'deeper'])).toBe(19);
  });

  test('is none in a document that is not there, or empty', () => {
    expect(findLine(TEXT, 2, [])).toBeUndefined();
    expect(findLine('', 0, ['kind'])).toBeUndefined();
    expect(findLine('# nothing\n', 0, ['kind'])).toBeUndefined();
  });

  test('is where reading ends, in a text that is no YAML', () => {
    expect(findLine('a: 1\nb: [1\nc: 2\n', 0, ['a'])).toBe(3);
  });
});
