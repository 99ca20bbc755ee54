import { type DamageClass, damaged, misspell, ofUnit, removeField, setField } from '../damage.js';
import type { FluxUnit, IntactTree } from '../intact-tree.js';
import { typo } from '../typo.js';

const VARIABLE = /(?<!\$)\$\{([A-Z][A-Z_]+)\}/;

/** Flux's variables. */
export const substitution: readonly DamageClass[] = [
  {
    name: 'substitution-removed',
    weight: 3,
    harm: 'texts such as ${CLUSTER_DOMAIN} go to the cluster as they are: hosts that resolve nowhere',
    damage(tree, random) {
      const units = substituting(tree).filter((unit) => [...unit.files].some((file) => VARIABLE.test(tree.text(file))));
      return removeField(
        tree,
        random,
        units.map((unit) => ofUnit(unit, 'spec', 'postBuild')),
      );
    },
  },
  {
    name: 'substitution-source-unknown',
    weight: 3,
    harm: 'Flux finds no such Secret of variables and applies nothing of the unit',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^spec\.postBuild\.substituteFrom\.\[\]\.name$/)),
  },
  {
    name: 'substitution-source-kind',
    weight: 1,
    harm: 'Flux finds no ConfigMap of that name and applies nothing of the unit',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^spec\.postBuild\.substituteFrom\.\[\]\.kind$/));
      return victim && setField(tree, victim, 'ConfigMap');
    },
  },
  {
    name: 'variable-misspelt',
    weight: 4,
    harm: 'strict substitution refuses a variable that nobody gives, so that the unit is not applied',
    damage(tree, random) {
      const files = substituting(tree).flatMap((unit) =>
        [...unit.files].filter((file) => VARIABLE.test(tree.text(file))),
      );
      const file = random.pick([...new Set(files)]);
      if (file === undefined) return undefined;
      const all = [...tree.text(file).matchAll(new RegExp(VARIABLE, 'g'))];
      const found = random.pick(all);
      if (found === undefined) return undefined;
      const [text, name = ''] = found;
      const wrong = `\${${typo(name, random)}}`;
      const changed = tree.text(file).slice(0, found.index) + wrong + tree.text(file).slice(found.index + text.length);
      return damaged(tree, { [file]: changed }, `${text} became ${wrong}`, file);
    },
  },
  {
    name: 'foreign-variable',
    weight: 3,
    harm: 'Flux substitutes what a shell or another program should have seen: strict substitution fails, or the text is lost',
    damage(tree, random) {
      const texts = tree.victims(/(?:\.env\.\[\]\.value|\.(?:args|command)\.\[\])$/, ({ value, object }) => {
        return typeof value === 'string' && isSubstituted(tree, object.file);
      });
      const victim = random.pick(texts);
      return (
        victim && setField(tree, victim, `${victim.value} \${HOSTNAME} ${random.pick(['${1#x}', '${x.y}', ''])}`.trim())
      );
    },
  },
  {
    name: 'opt-out-removed',
    weight: 2,
    harm: 'Flux substitutes in a script or dashboard whose own ${…} are lost (trap 12)',
    damage(tree, random) {
      const configs = tree.configs.filter(({ file }) => {
        return isSubstituted(tree, file) && /substitute: disabled/.test(tree.text(file));
      });
      const config = random.pick(configs);
      if (config === undefined) return undefined;
      const text = tree.text(config.file).replace(/\n {4}options:\n {6}annotations:\n {8}kustomize\S+ disabled/, '');
      return damaged(tree, { [config.file]: text }, 'substitute: disabled was removed', config.file);
    },
  },
];

function substituting(tree: IntactTree): FluxUnit[] {
  return tree.units.filter(({ object }) => (object.object.spec as { postBuild?: unknown }).postBuild !== undefined);
}

function isSubstituted(tree: IntactTree, file: string): boolean {
  return substituting(tree).some(({ files }) => files.has(file));
}
