import { type DamageClass, misspell, oneOf, removeField, renameKey, setField } from '../damage.js';
import type { IntactTree, Victim } from '../intact-tree.js';
import { keyTypo } from '../typo.js';
import { BAD_VALUES, ENUMS, FREE_NAMES, OLD_VERSIONS, REQUIRED } from './schema-fields.js';

/** Fields that are not what the API's schema says. */
export const schema: readonly DamageClass[] = [
  {
    name: 'field-typo',
    weight: 5,
    harm: 'the API server refuses the unknown field (Flux applies strictly), so the unit fails',
    damage(tree, random) {
      const victim = random.pick(typedFields(tree).filter(({ pattern }) => pattern.includes('.')));
      return victim && renameKey(tree, victim, keyTypo(String(victim.steps.at(-1)), random));
    },
  },
  {
    name: 'required-removed',
    weight: 4,
    harm: 'the API server refuses the object without the field',
    damage: (tree, random) => removeField(tree, random, required(tree)),
  },
  {
    name: 'value-emptied',
    weight: 2,
    harm: 'the field is null, which the API reads as missing: it refuses the object',
    damage(tree, random) {
      const victim = random.pick(required(tree));
      return victim && setField(tree, victim, null);
    },
  },
  {
    name: 'number-as-text',
    weight: 3,
    harm: 'the API server refuses a text where it expects a number or a truth value',
    damage(tree, random) {
      const typed = typedFields(tree).filter(
        ({ value, pattern }) => ['number', 'boolean'].includes(typeof value) && !INT_OR_STRING.test(pattern),
      );
      const victim = random.pick(typed);
      return victim && setField(tree, victim, String(victim.value));
    },
  },
  {
    name: 'text-as-number',
    weight: 3,
    harm: 'the API server refuses a number or a truth value where it expects a text',
    damage(tree, random) {
      const texts = /(?:\.env\.\[\]\.value|\.(?:labels|annotations|matchLabels)\.[^\s]+|\.version)$/;
      const victim = random.pick(
        tree.victims(texts, ({ value, pattern }) => !IN_VALUES.test(pattern) && isText(value)),
      );
      return victim && setField(tree, victim, random.pick([1, 5432, true, false]));
    },
  },
  {
    name: 'list-as-value',
    weight: 1,
    harm: 'the API server refuses one value where it expects a list, and a list where it expects one value',
    damage(tree, random) {
      const lists = typedFields(tree).filter(({ value }) => Array.isArray(value) && value.length === 1);
      const victim = random.pick(lists);
      return victim && setField(tree, victim, (victim.value as readonly unknown[])[0]);
    },
  },
  {
    name: 'wrong-enum',
    weight: 3,
    harm: 'the API server refuses a value that is none of those it knows',
    damage: (tree, random) => misspell(tree, random, tree.victims(ENUMS)),
  },
  {
    name: 'bad-quantity',
    weight: 3,
    harm: 'the API server refuses the quantity; a memory in thousandths of a byte lets no container start',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(QUANTITY, ({ value, pattern }) => isText(value) && !IN_VALUES.test(pattern)),
      );
      if (victim === undefined) return undefined;
      const number = String(victim.value).replace(/[A-Za-z]+$/, '');
      const memory = /memory$/.test(victim.pattern) && random.fraction() < 0.25;
      return setField(
        tree,
        victim,
        memory ? `${number}m` : random.pick([`${number}MB`, `${number} Mi`, `${number},5`, `${number}mb`]),
      );
    },
  },
  {
    name: 'bad-format',
    weight: 3,
    harm: 'the API server or the controller refuses a text that has not the form of the field',
    damage(tree, random) {
      const choices = BAD_VALUES.map(({ pattern, values, not }) => () => {
        const fits = (one: Victim) => !IN_VALUES.test(one.pattern) && not?.test(one.object.kind) !== true;
        const victim = random.pick(tree.victims(pattern, fits));
        return victim && setField(tree, victim, random.pick(values));
      });
      return oneOf(random, ...choices);
    },
  },
  {
    name: 'old-api-version',
    weight: 2,
    harm: 'the API server has no such version any more: "no matches for kind"',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(/^apiVersion$/, ({ value }) => OLD_VERSIONS.has(String(value).replace(/\/.*/, ''))),
      );
      if (victim === undefined) return undefined;
      const [group = ''] = String(victim.value).split('/');
      return setField(tree, victim, `${group}/${OLD_VERSIONS.get(group)}`);
    },
  },
  {
    name: 'group-typo',
    weight: 1,
    harm: 'the API server has no such group: "no matches for kind"',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(/^apiVersion$/, ({ value }) => String(value).includes('.')),
      ),
  },
  {
    name: 'kind-typo',
    weight: 2,
    harm: 'the API server has no such kind: "no matches for kind"',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^kind$/)),
  },
];

const INT_OR_STRING = /(?:port|[pP]ort|maxUnavailable|pods|Percent)$/;
const QUANTITY =
  /(?:(?:limits|requests|hard|default|defaultRequest|max)\.(?:[a-z]+[.-])*(?:cpu|memory|storage)|sizeLimit|storage\.size)$/;
const IN_VALUES = /^spec\.values\./;

/** Fields whose names the API fixes. */
function typedFields(tree: IntactTree): Victim[] {
  return tree.victims(
    /[a-zA-Z]$/,
    ({ pattern, object }) =>
      !FREE_NAMES.test(pattern) && !(object.kind === 'Service' && pattern.startsWith('spec.selector.')),
  );
}

function required(tree: IntactTree): Victim[] {
  return REQUIRED.flatMap(({ kind, fields }) =>
    tree.victims(
      fields,
      ({ object, pattern }) => (kind === undefined || kind.test(object.kind)) && !IN_VALUES.test(pattern),
    ),
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
