import { type DamageClass, damaged } from '../damage.js';
import { type IntactTree, isSealed } from '../intact-tree.js';
import type { Random } from '../random.js';
import { typo } from '../typo.js';
import { withEntries } from './kustomize.js';

const VALUE = /^( {4}[\w.-]+: )ENC\[AES256_GCM,data:[^\n]+$/gm;

/** Sealed files, as one breaks them without the key. */
export const sealed: readonly DamageClass[] = [
  {
    name: 'sealed-key-renamed',
    weight: 4,
    harm: 'the file opens no more (SOPS authenticates the key’s name), or pods find no such key',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'a key was renamed', (text) => {
        const key = random.pick(
          [...text.matchAll(/^ {4}([\w.-]+): ENC\[/gm)].map(([, name = '']) => name).filter((name) => name !== 'mac'),
        );
        return key === undefined ? text : text.replace(`    ${key}: ENC[`, `    ${typo(key, random)}: ENC[`);
      }),
  },
  {
    name: 'sealed-key-removed',
    weight: 3,
    harm: 'pods find no such key of the Secret',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'a key was removed', (text) => {
        const line = random.pick(values(text));
        return line === undefined ? text : text.replace(`${line}\n`, '');
      }),
  },
  {
    name: 'sealed-name-changed',
    weight: 3,
    harm: 'those that use the Secret find none of its name',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'the Secret was renamed', (text) =>
        text.replace(/^( {4}name: )(\S+)$/m, (_, lead: string, name: string) => lead + typo(name, random)),
      ),
  },
  {
    name: 'sealed-namespace-changed',
    weight: 2,
    harm: 'those that use the Secret find none in their namespace',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'the Secret moved', (text) => text.replace(/^( {4}namespace: )\S+$/m, '$1default')),
  },
  {
    name: 'sops-part-removed',
    weight: 2,
    harm: 'Flux takes the file for no SOPS file and applies ciphertext as the values',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'the sops part was removed', (text) => text.replace(/^sops:\n[\s\S]*$/m, '')),
  },
  {
    name: 'sealed-swapped',
    weight: 2,
    harm: 'two files have each other’s content: another Secret than the name of the file says, or two places for one',
    damage(tree, random) {
      const [one, other] = random.shuffled(sealedFiles(tree));
      if (one === undefined || other === undefined) return undefined;
      return damaged(tree, { [one]: tree.text(other) }, `has the content of ${other}`, one);
    },
  },
  {
    name: 'value-in-clear',
    weight: 3,
    harm: 'the value is readable for everyone who reads the repository',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'a value stands in clear', (text) => {
        const line = random.pick(values(text));
        return line === undefined ? text : text.replace(line, line.replace(/ENC\[.*$/, 'in-clear-and-not-real'));
      }),
  },
  {
    name: 'secret-in-clear',
    weight: 3,
    harm: 'the Secret is readable for everyone who reads the repository',
    damage(tree, random) {
      const unit = random.pick(tree.units.filter(({ path }) => path.endsWith('/app')));
      if (unit === undefined) return undefined;
      const { namespace } = tree.objects.find(({ file, namespace }) => unit.files.has(file) && namespace !== '') ?? {
        namespace: 'default',
      };
      const text = `---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: token\n  namespace: ${namespace}\nstringData:\n  token: in-clear-and-not-real\n`;
      const list = `${unit.path}/kustomization.yaml`;
      const changes = {
        [`${unit.path}/token.yaml`]: text,
        [list]: withEntries(tree, list, (entries) => [...entries, './token.yaml']),
      };
      return damaged(tree, changes, 'is a Secret in clear', `${unit.path}/token.yaml`);
    },
  },
  {
    name: 'sealed-for-another',
    weight: 2,
    harm: 'Flux has not the key of the recipient and applies nothing of the unit',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'another recipient', (text) =>
        text.replace(/recipient: age1\S+/, `recipient: age1${'q'.repeat(58)}`),
      ),
  },
  {
    name: 'ciphertext-broken',
    weight: 2,
    harm: 'the value does not open: Flux applies nothing of the unit',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'a value was cut off', (text) => {
        const line = random.pick(values(text));
        if (line === undefined) return text;
        const broken =
          random.pick([line.slice(0, -20), line.replace(/,tag:[^,]+/, ''), line.replace(/data:./, 'data:=')]) ?? line;
        return text.replace(line, broken);
      }),
  },
  {
    name: 'wrapped-key-broken',
    weight: 1,
    harm: 'nobody opens the file any more: its data key is lost',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'a line of the wrapped key was lost', (text) => {
        const lines = [...text.matchAll(/^ {12}[A-Za-z0-9+/=]{60,}\n/gm)].map(([line]) => line);
        return text.replace(random.pick(lines) ?? '', '');
      }),
  },
  {
    name: 'sealed-type-changed',
    weight: 1,
    harm: 'the API server refuses a Secret of a type whose keys it has not, or the kubelet ignores it as a pull secret (trap 51)',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'the type was changed', (text) =>
        text.replace(
          /^type: (\S+)$/m,
          (_, type: string) => `type: ${type === 'Opaque' ? 'kubernetes.io/tls' : 'Opaque'}`,
        ),
      ),
  },
  {
    name: 'sealed-opt-out-removed',
    weight: 1,
    harm: 'Flux decrypts first and then substitutes in the values: a password with ${…} or $$ is changed',
    damage: (tree, random) =>
      sealedDamage(tree, random, 'substitute: disabled was removed', (text) =>
        text.replace(/^ {8}kustomize\S+substitute: disabled\n/m, ''),
      ),
  },
];

function sealedFiles(tree: IntactTree): string[] {
  return [...tree.files.keys()].filter(isSealed);
}

function values(text: string): string[] {
  return [...text.matchAll(VALUE)].map(([line]) => line).filter((line) => !line.startsWith('    mac:'));
}

function sealedDamage(tree: IntactTree, random: Random, description: string, change: (text: string) => string) {
  const file = random.pick(sealedFiles(tree));
  if (file === undefined) return undefined;
  const text = change(tree.text(file));
  return text === tree.text(file) ? undefined : damaged(tree, { [file]: text }, description, file);
}
