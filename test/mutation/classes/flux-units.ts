import { posix } from 'node:path';
import { type Damage, type DamageClass, damaged, removeField, renameKey } from '../damage.js';
import type { FluxUnit, IntactTree } from '../intact-tree.js';
import type { Random } from '../random.js';
import { dependents } from './flux-order.js';
import { withEntries } from './kustomize.js';

/** Whole units, and objects that move between them. */
export const fluxUnits: readonly DamageClass[] = [
  {
    name: 'unit-removed',
    weight: 3,
    harm: 'units that depend on the removed one wait for ever',
    damage: (tree, random) => removeUnit(tree, random, true),
  },
  {
    name: 'unit-folder-removed',
    weight: 2,
    harm: 'the area’s kustomization.yaml lists a file that is gone: nothing of the whole layer is applied any more',
    damage: (tree, random) => removeUnit(tree, random, false),
  },
  {
    name: 'unit-twice',
    weight: 2,
    harm: 'two Kustomizations own the same objects, and removing one prunes what the other applies',
    damage(tree, random) {
      const unit = random.pick(listed(tree));
      if (unit === undefined) return undefined;
      const { folder, file: parent } = parentOf(tree, unit) ?? {};
      if (folder === undefined || parent === undefined) return undefined;
      const copy = unit.object.file.replace(/\/ks\.yaml$/, '/ks-copy.yaml');
      const renamed = random.fraction() < 0.5;
      const text = tree.text(unit.object.file);
      const entry = `./${posix.relative(folder, copy)}`;
      return damaged(
        tree,
        {
          [copy]: renamed ? text.replaceAll(/^( {2}name: \S+)$/gm, '$1-2') : text,
          [parent]: withEntries(tree, parent, (entries) => [...entries, entry]),
        },
        renamed ? 'was copied under another name' : 'was copied',
        unit.object.file,
      );
    },
  },
  {
    name: 'object-twice',
    weight: 3,
    harm: 'two Kustomizations apply the same object and undo each other',
    damage(tree, random) {
      const [from, to] = random.shuffled(tree.units.filter(({ path }) => path.endsWith('/app')));
      if (from === undefined || to === undefined) return undefined;
      const file = random.pick(objectFiles(tree, from));
      if (file === undefined) return undefined;
      const copy = posix.join(to.path, `copied-${posix.basename(file)}`);
      return damaged(tree, { ...withFile(tree, to, copy, tree.text(file)) }, `was copied to ${copy}`, file);
    },
  },
  {
    name: 'moved-to-operator',
    weight: 2,
    harm: 'the object comes with the chart that brings its kind: its first application fails, and so does the operator’s unit',
    damage(tree, random) {
      const operator = tree.units.find(({ files }) =>
        tree.ofKind('HelmRelease').some((one) => files.has(one.file) && one.name === 'cloudnative-pg'),
      );
      const resource = random.pick(tree.objects.filter(({ object }) => object.apiVersion === 'postgresql.cnpg.io/v1'));
      const owner = resource && tree.unitOf(resource.file);
      if (operator === undefined || resource === undefined || owner === undefined) return undefined;
      const moved = posix.join(operator.path, posix.basename(resource.file));
      const list = `${owner.path}/kustomization.yaml`;
      const entry = `./${posix.basename(resource.file)}`;
      const changes = {
        ...withFile(tree, operator, moved, tree.text(resource.file)),
        [resource.file]: undefined,
        [list]: withEntries(tree, list, (entries) => entries.filter((one) => one !== entry)),
      };
      return damaged(tree, changes, `was moved to ${moved}`, resource.file);
    },
  },
  {
    name: 'prune-protection-removed',
    weight: 3,
    harm: 'when the object leaves the tree, Flux deletes it with its data (trap 82)',
    damage: (tree, random) =>
      removeField(tree, random, tree.victims(/^metadata\.annotations\.kustomize\.toolkit\.fluxcd\.io\/prune$/)),
  },
  {
    name: 'prune-protection-misspelt',
    weight: 2,
    harm: 'Flux does not know the annotation, and deletes the object with its data',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^metadata\.annotations\.kustomize\.toolkit\.fluxcd\.io\/prune$/));
      const wrong = [
        'kustomize.fluxcd.io/prune',
        'kustomize.toolkit.fluxcd.io/pruning',
        'kustomize.toolkit.flux.io/prune',
      ];
      return victim && renameKey(tree, victim, random.pick(wrong) ?? 'prune');
    },
  },
];

function removeUnit(tree: IntactTree, random: Random, withEntry: boolean): Damage | undefined {
  const units = listed(tree).filter((unit) => !withEntry || dependents(tree, unit).length > 0);
  const unit = random.pick(units);
  const parent = unit && parentOf(tree, unit);
  if (unit === undefined || parent === undefined) return undefined;
  const folder = posix.dirname(unit.object.file);
  const gone = [...tree.files.keys()].filter((path) => path.startsWith(`${folder}/`));
  const entry = `./${posix.relative(parent.folder, unit.object.file)}`;
  const list = withEntry
    ? { [parent.file]: withEntries(tree, parent.file, (entries) => entries.filter((one) => one !== entry)) }
    : {};
  const changes = { ...Object.fromEntries(gone.map((path) => [path, undefined])), ...list };
  return damaged(tree, changes, `was removed${withEntry ? ', and its entry' : ''}`, folder);
}

/** Units whose folder is theirs, with a parent that lists their ks.yaml. */
function listed(tree: IntactTree): FluxUnit[] {
  return tree.units.filter((unit) => {
    const parent = parentOf(tree, unit);
    return parent !== undefined && posix.dirname(unit.object.file) !== parent.folder;
  });
}

function parentOf(tree: IntactTree, { object }: FluxUnit) {
  return tree.configs.find(({ folder, resources }) => resources.some((one) => posix.join(folder, one) === object.file));
}

/** Files of a unit with objects that a person writes. */
function objectFiles(tree: IntactTree, { files }: FluxUnit): string[] {
  return [...files].filter((file) => tree.objects.some((one) => one.file === file));
}

function withFile(tree: IntactTree, unit: FluxUnit, path: string, text: string): Record<string, string> {
  const list = `${unit.path}/kustomization.yaml`;
  return { [path]: text, [list]: withEntries(tree, list, (entries) => [...entries, `./${posix.basename(path)}`]) };
}
