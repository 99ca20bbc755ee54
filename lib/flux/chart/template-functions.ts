import { both, type Meaning, UNKNOWN_MEANING } from './template-scope.js';
import type { ValueUses } from './value-uses.js';

interface Argument {
  readonly meaning: Meaning;
  /** Of a literal. */
  readonly text?: string;
}

/** They look whether something is there, or what it is: no key of it is read. */
const TESTS = new Set(
  'if not empty eq ne lt le gt ge kindIs kindOf typeOf typeIs typeIsLike len has contains hasPrefix hasSuffix regexMatch semverCompare fail'.split(
    ' ',
  ),
);
/** They give back one of what they are given. */
const PASSES = new Set(
  'default coalesce ternary required and or first last deepCopy mustDeepCopy merge mustMerge mergeOverwrite mustMergeOverwrite omit pick until compact uniq'.split(
    ' ',
  ),
);
/** They take the keys by name that follow or precede the map. */
const LOOKS = new Set(['index', 'get', 'hasKey', 'dig', 'pluck', 'set', 'unset']);
/** They take a map as it is. */
const WHOLE = new Set(
  'toYaml toYamlPretty mustToYaml toJson mustToJson toPrettyJson mustToPrettyJson toRawJson mustToRawJson toToml tpl keys values join toString quote squote print printf println concat sortAlpha range cat sha256sum b64enc'.split(
    ' ',
  ),
);
const NAME = /^[A-Za-z_][\w-]{0,63}$/;

/** What a function gives, and what it does with the places that it is given. */
export function applyFunction(name: string, args: readonly Argument[], uses: ValueUses): Meaning {
  if (TESTS.has(name)) return UNKNOWN_MEANING;
  if (LOOKS.has(name)) return look(name, args, uses);
  if (PASSES.has(name)) return both(args.map(({ meaning }) => meaning));
  const places = args.flatMap(({ meaning, text }, index) => {
    if (text !== undefined && NAME.test(text)) uses.mention(text);
    // `dict "Values" .Values` makes a context for another template: its `.Values` are found there.
    return name === 'dict' && args[index - 1]?.text === 'Values' ? [] : meaning.paths;
  });
  for (const path of places) {
    if (WHOLE.has(name)) uses.open(path);
    else uses.hand(path);
  }
  return UNKNOWN_MEANING;
}

function look(name: string, args: readonly Argument[], uses: ValueUses): Meaning {
  const keys = args.map(({ text }) => text).filter((text): text is string => text !== undefined);
  const { paths } = both(args.map(({ meaning }) => meaning));
  if (paths.length === 0) {
    for (const key of keys.filter((key) => NAME.test(key))) uses.mention(key);
    return UNKNOWN_MEANING;
  }
  // A key that is computed may be any; of the values as a whole, it is the name of a key that a caller gives.
  const computed = keys.length === 0 || (name === 'index' && keys.length < args.length - 1);
  if (computed) for (const path of paths.filter(({ length }) => length > 0)) uses.open(path);
  // The last literal of `dig` is its default.
  const literals = args.at(-2)?.text;
  const steps = name === 'dig' && literals !== undefined ? keys.slice(0, -1) : name === 'set' ? keys.slice(0, 1) : keys;
  const found = paths.map((path) => [...path, ...steps]);
  for (const path of found) uses.read(path);
  return computed ? UNKNOWN_MEANING : { root: false, paths: found };
}
