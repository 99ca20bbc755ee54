import * as fc from 'fast-check';
import type { DamagedCheck } from '../mutation/damaged-check.js';
import { isSealed } from '../mutation/intact-tree.js';
import { JUNK, mangle } from './bad-texts.js';

/** Whatever stands in one field of one object, no rule crashes. */
export async function junkInFields(check: DamagedCheck, numRuns: number): Promise<void> {
  const { tree } = check;
  const manifests = tree.objects.filter(({ file }) => !isSealed(file));
  const damage = fc.record({ object: fc.constantFrom(...manifests), place: fc.nat(), junk: fc.constantFrom(...JUNK) });
  await fc.assert(
    fc.asyncProperty(damage, async ({ object, place, junk }) => {
      const places = tree.places(object);
      const { steps } = places[place % places.length] as (typeof places)[number];
      const text = tree.editedText(object.file, object.index, (document) =>
        document.setIn(steps, document.createNode(junk)),
      );
      await check.newFindings(tree.with({ [object.file]: text }));
    }),
    { numRuns },
  );
}

const edit = fc.record({
  how: fc.constantFrom('delete', 'twice', 'swap', 'flip', 'insert', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  byte: fc.constantFrom(...':-#&*!|>{}[]"\'%@`\t\n\r \u0000é,?~0'),
});

/** Whatever happens to lines and bytes of one file, no rule crashes. */
export async function damagedLines(check: DamagedCheck, numRuns: number): Promise<void> {
  const { tree } = check;
  const paths = [...tree.files.keys()].filter((path) => /\.ya?ml$/.test(path));
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), edits, async (path, all) => {
      const text = all.reduce((before, one) => mangle(before, one), tree.text(path));
      await check.newFindings(tree.with({ [path]: text }));
    }),
    { numRuns },
  );
}
