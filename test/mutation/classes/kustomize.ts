import { posix } from 'node:path';
import type { YAMLSeq } from 'yaml';
import { type Damage, type DamageClass, damaged } from '../damage.js';
import { type FluxUnit, type IntactTree, isSealed } from '../intact-tree.js';
import type { Random } from '../random.js';
import type { KustomizeFile } from '../tree-shape.js';
import { keyTypo, typo } from '../typo.js';

/** kustomization.yaml and the files beside it. */
export const kustomize: readonly DamageClass[] = [
  {
    name: 'entry-removed',
    weight: 5,
    harm: 'a file or folder that is there and that nobody applies: what it holds is pruned, or never comes',
    damage: (tree, random) => entryDamage(tree, random, (entries, at) => entries.filter((_, place) => place !== at)),
  },
  {
    name: 'entry-misspelt',
    weight: 4,
    harm: 'kustomize finds no such file, so that the unit does not build',
    damage: (tree, random) =>
      entryDamage(tree, random, (entries, at) =>
        entries.map((entry, place) => (place === at ? typo(entry, random) : entry)),
      ),
  },
  {
    name: 'entry-twice',
    weight: 2,
    harm: 'kustomize refuses the same object twice, so that the unit does not build',
    damage: (tree, random) => entryDamage(tree, random, (entries, at) => [...entries, entries[at] ?? '']),
  },
  {
    name: 'file-renamed',
    weight: 3,
    harm: 'kustomize finds no file of the old name, so that the unit does not build',
    damage(tree, random) {
      const file = listedFile(tree, random);
      if (file === undefined) return undefined;
      const renamed = `${posix.join(posix.dirname(file), typo(posix.basename(file, '.yaml'), random))}.yaml`;
      return damaged(tree, { [file]: undefined, [renamed]: tree.text(file) }, `was renamed to ${renamed}`, file);
    },
  },
  {
    name: 'file-deleted',
    weight: 3,
    harm: 'kustomize finds no such file, so that the unit does not build',
    damage(tree, random) {
      const file = listedFile(tree, random);
      return file === undefined ? undefined : damaged(tree, { [file]: undefined }, 'was deleted', file);
    },
  },
  {
    name: 'file-added-unlisted',
    weight: 3,
    harm: 'a person added an object and nobody applies it',
    damage(tree, random) {
      const file = listedFile(tree, random, (path) => !path.endsWith('/ks.yaml') && !isSealed(path));
      if (file === undefined) return undefined;
      const added = file.replace(/\.yaml$/, '-new.yaml');
      const text = tree.text(file).replace(/^( {2}name: \S+)$/m, '$1-new');
      return damaged(tree, { [added]: text }, 'is a new file that no kustomization.yaml lists', added);
    },
  },
  {
    name: 'lists-itself',
    weight: 2,
    harm: 'the Kustomization applies itself from the path it applies (trap 14)',
    damage(tree, random) {
      const folderOf = ({ object }: FluxUnit) => posix.dirname(object.file);
      const near = tree.units.filter((unit) => [unit.path, posix.dirname(unit.path)].includes(folderOf(unit)));
      const unit = random.pick(near);
      if (unit === undefined) return undefined;
      const entry = folderOf(unit) === unit.path ? './ks.yaml' : '../ks.yaml';
      const file = `${unit.path}/kustomization.yaml`;
      return changeEntries(tree, file, (entries) => [...entries, entry], `lists ${entry}, its own Kustomization`);
    },
  },
  {
    name: 'kustomize-field-typo',
    weight: 2,
    harm: 'kustomize refuses an unknown field, so that the unit does not build',
    damage(tree, random) {
      const config = random.pick(tree.configs);
      if (config === undefined) return undefined;
      const keys = Object.keys(config.object).filter((key) => !['apiVersion', 'kind'].includes(key));
      const key = random.pick(keys) ?? 'resources';
      const wrong = keyTypo(key, random);
      const text = tree.text(config.file).replace(new RegExp(`^${key}:`, 'm'), `${wrong}:`);
      return damaged(tree, { [config.file]: text }, `"${key}" became "${wrong}"`, config.file);
    },
  },
  {
    name: 'generator-file-gone',
    weight: 2,
    harm: 'kustomize finds no such file for the ConfigMap, so that the unit does not build',
    damage(tree, random) {
      const file = random.pick(tree.configs.flatMap(({ generatorFiles }) => generatorFiles));
      if (file === undefined) return undefined;
      const renamed = `${file}.old`;
      return damaged(tree, { [file]: undefined, [renamed]: tree.text(file) }, `was renamed to ${renamed}`, file);
    },
  },
  {
    name: 'namespace-of-all',
    weight: 1,
    harm: 'every object of the unit goes to a namespace that nobody makes, where the API server refuses it',
    damage(tree, random) {
      const unit = random.pick(tree.units.filter(({ path }) => path.endsWith('/app')));
      if (unit === undefined) return undefined;
      const file = `${unit.path}/kustomization.yaml`;
      const text = tree.editedText(file, 0, (document) => document.setIn(['namespace'], 'production'));
      return damaged(tree, { [file]: text }, 'namespace: production was added', file);
    },
  },
];

function entryDamage(
  tree: IntactTree,
  random: Random,
  change: (entries: readonly string[], at: number) => readonly string[],
): Damage | undefined {
  const config = random.pick(
    tree.configs.filter(({ resources, folder }) => resources.length > 0 && isReached(tree, folder)),
  );
  if (config === undefined) return undefined;
  const at = random.below(config.resources.length);
  const what = `entry "${config.resources[at]}" of resources`;
  return changeEntries(tree, config.file, (entries) => change(entries, at), what);
}

/** What bootstrap applies is applied once, by a person, who sees the error. */
function isReached(tree: IntactTree, folder: string): boolean {
  return !folder.endsWith('/bootstrap') && tree.configs.some((config) => config.folder === folder);
}

/** The text of a kustomization.yaml with other resources. */
export function changeEntries(
  tree: IntactTree,
  file: string,
  change: (entries: readonly string[]) => readonly string[],
  description: string,
): Damage | undefined {
  if (!tree.files.has(file)) return undefined;
  return damaged(tree, { [file]: withEntries(tree, file, change) }, description, file);
}

export function withEntries(
  tree: IntactTree,
  file: string,
  change: (entries: readonly string[]) => readonly string[],
): string {
  return tree.editedText(file, 0, (document) => {
    const entries = ((document.getIn(['resources']) as YAMLSeq | undefined)?.toJSON() ?? []) as string[];
    document.setIn(['resources'], document.createNode(change(entries)));
  });
}

function listedFile(
  tree: IntactTree,
  random: Random,
  fits: (path: string) => boolean = () => true,
): string | undefined {
  const files = (config: KustomizeFile) =>
    config.resources.filter((entry) => entry.endsWith('.yaml')).map((entry) => posix.join(config.folder, entry));
  return random.pick(tree.configs.flatMap(files).filter(fits));
}
