import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { cases } from '../support/cases.js';
import { committedTrees } from './committed-trees.js';
import type { Damage } from './damage.js';
import { CLASSES } from './damage-classes.js';
import type { Files, IntactTree } from './intact-tree.js';
import { Random } from './random.js';
import { UNDETECTABLE } from './undetectable.js';

const SEEDS = [1, 2, 3, 4];
/** Damages tried in each tree. */
const EACH = cases(1, 3).numRuns;

/** Classes that no committed tree has a victim for yet, with the reason. */
const WITHOUT_VICTIM: Readonly<Record<string, string>> = {
  'image-policy-marker': 'no image is bumped by automation before the first dynamic app is deployed',
};

const trees = [...committedTrees().values()];

/** What a file says; its text where nobody can read it. */
function meaning(path: string, text: string | undefined): unknown {
  if (text === undefined || !/\.ya?ml$/.test(path)) return text;
  // To everybody but image automation a marker is a comment.
  const markers = text.match(/\$imagepolicy.*/g);
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  return documents.some(({ errors }) => errors.length > 0)
    ? text
    : [markers, ...documents.map((one) => one.toJS({ maxAliasCount: 0 }))];
}

const known = new Map<string, unknown>();

/** The same of a file that many damages change. */
function meaningBefore(path: string, text: string | undefined): unknown {
  if (!known.has(path)) known.set(path, meaning(path, text));
  return known.get(path);
}

function changed(before: Files, after: Files): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
}

describe.each(CLASSES.map((one) => [one.name, one] as const))(
  'damage of class %s',
  (name, { damage, weight, harm }) => {
    const all = trees.flatMap((tree) => {
      const found: { tree: IntactTree; seed: number; result: Damage }[] = [];
      for (const seed of SEEDS) {
        const result = damage(tree, new Random(seed));
        if (result !== undefined) found.push({ tree, seed, result });
        if (found.length === EACH) break;
      }
      return found;
    });

    test('finds something to damage in the committed trees', () => {
      expect(all.length > 0).toBe(!(name in WITHOUT_VICTIM));
    });

    test('changes what the tree says, not only how it is written', () => {
      for (const { tree, result } of all) {
        const paths = changed(tree.files, result.files);
        const texts = (files: Files) => paths.map((path) => [path, meaning(path, files.get(path))]);
        const before = paths.map((path) => [path, meaningBefore(path, tree.files.get(path))]);
        expect(texts(result.files)).not.toEqual(before);
      }
    });

    test('is the same for the same seed, and leaves the tree that it was given alone', () => {
      for (const { tree, seed, result } of all) {
        const { files, ...again } = damage(tree, new Random(seed)) ?? { files: new Map() };
        const { files: before, ...first } = result;
        expect([again, changed(before, files)]).toEqual([first, []]);
      }
    });

    test('says what it did, where, and whom it harms', () => {
      for (const { result } of all) {
        expect(result.description).not.toBe('');
        expect(result.where).toContain('kubernetes/');
      }
      expect(harm.length).toBeGreaterThan(20);
      expect(weight).toBeGreaterThan(0);
    });
  },
);

test('class names are unique, and there are enough of them to mean anything', () => {
  const names = CLASSES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(25);
  expect(names.filter((name) => !/^[a-z]+(?:-[a-z]+)*$/.test(name))).toEqual([]);
});

test('what cannot be found has its reason', () => {
  for (const { damage, reason } of UNDETECTABLE) expect([damage.length > 20, reason.length > 20]).toEqual([true, true]);
});
