import { type DamageClass, damaged, misspell, ofUnit, oneOf, removeField, setField, setIn } from '../damage.js';
import { isSealed } from '../intact-tree.js';
import { typo } from '../typo.js';

/** Where a unit and a release get what they apply from, and how sealed files are opened. */
export const fluxSource: readonly DamageClass[] = [
  {
    name: 'path-broken',
    weight: 4,
    harm: 'Flux finds no such folder, so that nothing of the unit is applied (trap 70)',
    damage(tree, random) {
      const victims = tree.victims(/^spec\.path$/, ({ object }) => object.kind === 'Kustomization');
      const victim = random.pick(victims);
      if (victim === undefined) return undefined;
      const path = String(victim.value);
      const parts = path.split('/');
      const at = 2 + random.below(parts.length - 2);
      const misspelt = parts.map((part, place) => (place === at ? typo(part, random) : part)).join('/');
      return setField(
        tree,
        victim,
        random.pick([misspelt, `${path}/base`, path.replace('./kubernetes/', './clusters/')]),
      );
    },
  },
  {
    name: 'path-of-another',
    weight: 2,
    harm: 'two Kustomizations apply the same objects and prune them from under each other; its own are pruned',
    damage(tree, random) {
      const [one, other] = random.shuffled(tree.units);
      if (one === undefined || other === undefined) return undefined;
      return setField(tree, ofUnit(one, 'spec', 'path'), `./${other.path}`);
    },
  },
  {
    name: 'source-unknown',
    weight: 3,
    harm: 'Flux finds no such source, so that nothing of the unit is applied',
    damage(tree, random) {
      const refs = tree.victims(/^spec\.sourceRef\.(?:name|namespace)$/, ({ object }) => object.kind !== 'HelmRelease');
      return oneOf(
        random,
        () => misspell(tree, random, refs),
        () => {
          const kinds = tree.victims(/^spec\.sourceRef\.kind$/);
          const victim = random.pick(kinds);
          return victim && setField(tree, victim, 'OCIRepository');
        },
        () => {
          const namespaces = refs.filter(({ pattern }) => pattern.endsWith('namespace'));
          const victim = random.pick(namespaces);
          return (
            victim &&
            setField(tree, victim, victim.value === victim.object.namespace ? 'default' : victim.object.namespace)
          );
        },
      );
    },
  },
  {
    name: 'chart-source-unknown',
    weight: 3,
    harm: 'helm-controller finds no such source, so that the release is never installed',
    damage: (tree, random) =>
      oneOf(
        random,
        () => misspell(tree, random, tree.victims(/^spec\.(?:chartRef|chart\.spec\.sourceRef)\.(?:name|namespace)$/)),
        () => {
          const victim = random.pick(tree.victims(/^spec\.chartRef\.kind$/));
          return victim && setField(tree, victim, 'HelmChart');
        },
        () => {
          const victim = random.pick(tree.victims(/^spec\.chartRef$/));
          return (
            victim && setIn(tree, victim.object, [...victim.steps, 'namespace'], 'flux-system', 'looks in flux-system')
          );
        },
      ),
  },
  {
    name: 'chart-source-deleted',
    weight: 2,
    harm: 'the release has no chart any more',
    damage(tree, random) {
      const sources = tree
        .ofKind('OCIRepository', 'HelmRepository')
        .filter((one) => tree.unitOf(one.file) !== undefined);
      const source = random.pick(sources);
      if (source === undefined) return undefined;
      const config = tree.configs.find(({ folder }) => folder === source.file.slice(0, source.file.lastIndexOf('/')));
      if (config === undefined) return undefined;
      const entry = `./${source.file.slice(config.folder.length + 1)}`;
      const text = tree.editedText(config.file, 0, (document) => {
        document.setIn(['resources'], document.createNode(config.resources.filter((one) => one !== entry)));
      });
      return damaged(
        tree,
        { [source.file]: undefined, [config.file]: text },
        `${source.kind} was removed`,
        source.file,
      );
    },
  },
  {
    name: 'target-namespace',
    weight: 1,
    harm: 'every object of the unit goes to a namespace that nobody makes',
    damage(tree, random) {
      const unit = random.pick(tree.units.filter(({ path }) => path.endsWith('/app')));
      return unit && setIn(tree, unit.object, ['spec', 'targetNamespace'], 'production', 'targetNamespace: production');
    },
  },
  {
    name: 'decryption-removed',
    weight: 3,
    harm: 'ciphertext is applied as the values of Secrets (trap 36)',
    damage(tree, random) {
      const units = tree.units.filter(({ files, object }) => {
        return [...files].some(isSealed) && (object.object.spec as { decryption?: unknown }).decryption !== undefined;
      });
      return removeField(
        tree,
        random,
        units.map((unit) => ofUnit(unit, 'spec', 'decryption')),
      );
    },
  },
  {
    name: 'decryption-key-unknown',
    weight: 2,
    harm: 'Flux finds no such key Secret and applies nothing of the unit',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^spec\.decryption\.secretRef\.name$/)),
  },
  {
    name: 'decryption-needless',
    weight: 1,
    harm: 'the unit fails without a key that it has no use for, and whoever reads it looks for sealed files',
    damage(tree, random) {
      const unit = random.pick(tree.units.filter(({ files }) => files.size > 0 && ![...files].some(isSealed)));
      const decryption = { provider: 'sops', secretRef: { name: 'sops-age' } };
      return unit && setIn(tree, unit.object, ['spec', 'decryption'], decryption, 'decryption was added');
    },
  },
];
