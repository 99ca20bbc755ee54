import { type CreationRule, ruleFor } from '../recipients/creation-rules.js';
import { isSealedText } from '../sops/cipher.js';
import { leavesOf, parseYaml, resolveLeaf } from '../sops/document.js';
import { SopsError } from '../sops/error.js';
import { inspectYaml } from '../sops/inspect.js';
import type { SopsMetadata } from '../sops/metadata.js';
import { scanFile } from '../sops/scan.js';
import { selector } from '../sops/selection.js';
import type { Hit } from './leak.js';

/** What a sealed file is compared with. */
export interface SealingContext {
  /** Rules of `.sops.yaml`. @default recipients are not looked at */
  readonly rules?: readonly CreationRule[];
  /** Files that the charts declare: a rule of the tree looks at them, and at more. @default none */
  readonly declared?: ReadonlySet<string>;
}

const NAMED_SEALED = /\.sops\.(?:ya?ml|json|env|ini|txt|toml)$/i;
const HAS_METADATA = /^(?:"sops"|sops)\s*:|[{,]\s*"sops"\s*:\s*\{/m;
const TOO_LARGE = 'is named like a sealed file, and too large to be read as one';
/** A file of another form than SOPS writes, in characters: a parser takes long for more. */
const LARGEST_PARSED = 250_000;
const NOT_SEALED = 'is named like a sealed file, and is not sealed';

/** Finds what is wrong with a file that is sealed, or is named so: values in clear, and recipients that its rule does not name. */
export function findSealingFaults(path: string, text: string, { rules, declared }: SealingContext): Hit[] {
  const named = NAMED_SEALED.test(path) && !/(?:^|\/)\.sops\.ya?ml$/.test(path);
  if (declared?.has(path) || text.trim() === '') return [];
  if (/\.(?:env|ini|txt|toml)$/i.test(path)) return named ? linesInClear(text) : [];
  if (!named && !(text.includes('ENC[AES256_GCM,') && HAS_METADATA.test(text))) return [];
  try {
    if (text.length > LARGEST_PARSED && scanFile(text) === undefined) return named ? [unsealed(0, 0, TOO_LARGE)] : [];
    if (holdsNothing(text, path)) return [];
    const { documents, metadata } = inspectYaml(text, path);
    const isWhole = documents.every(({ places }) => places.every(({ sealed }) => sealed));
    return [...(isWhole ? [] : placesInClear(text, path, metadata)), ...recipientFaults(path, text, metadata, rules)];
  } catch (error) {
    if (!named) return [];
    const known = error instanceof SopsError && error.code !== 'SOPS_NOT_SEALED';
    return [
      unsealed(0, 0, known ? `is named like a sealed file, and cannot be read as one (${error.code})` : NOT_SEALED),
    ];
  }
}

/** Comments alone are nothing to seal. */
function holdsNothing(text: string, path: string): boolean {
  return (
    /^(?:\s*#.*\n|\s)*$/.test(text.slice(0, 2_000)) && parseYaml(text, path).every(({ contents }) => contents === null)
  );
}

/** Where the values are: only a parser that is slower knows. */
function placesInClear(text: string, path: string, { selection }: SopsMetadata): Hit[] {
  const isSealed = selector(selection, path);
  return parseYaml(text, path)
    .flatMap((document) => leavesOf(document, path))
    .filter((leaf) => isSealed(leaf.path) && !isSealedText(String(leaf.node.value)))
    .filter((leaf) => (resolveLeaf(leaf, path)?.bytes.length ?? 0) > 0)
    .map(({ node }) => unsealed(node.range?.[0] ?? 0, node.range?.[1] ?? 0, 'a value in clear, in a sealed file'));
}

function unsealed(offset: number, end: number, what: string): Hit {
  return { code: 'leak-unsealed', offset, end, what };
}

function recipientFaults(
  path: string,
  text: string,
  { age }: SopsMetadata,
  rules: readonly CreationRule[] = [],
): Hit[] {
  const named = ruleFor(rules, path)?.recipients ?? [];
  if (named.length === 0) return [];
  const recipients = age.map(({ recipient }) => recipient);
  const extra = recipients.filter((recipient) => !named.includes(recipient));
  const missing = named.filter((recipient) => !recipients.includes(recipient));
  if (extra.length + missing.length === 0) return [];
  const offset = Math.max(0, text.indexOf(extra[0] ?? recipients[0] ?? 'age'));
  const what = [
    ...(extra.length > 0 ? [`sealed for ${extra.join(', ')}, which its rule in .sops.yaml does not name`] : []),
    ...(missing.length > 0 ? [`not sealed for ${missing.join(', ')}, which its rule in .sops.yaml names`] : []),
  ].join('; ');
  return [{ code: 'leak-recipients', offset, end: offset, what }];
}

/** `.sops.env` and the like: SOPS seals every value there, and adds its own under names that start with `sops`. */
function linesInClear(text: string): Hit[] {
  const hits: Hit[] = [];
  let sealed = false;
  for (const { 0: line, index } of text.matchAll(/^.*\S.*$/gm)) {
    const [found, name = '', value = ''] = /^\s*([^=:#;[\s]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (found === undefined) continue;
    if (/^"?sops|^(?:mac|lastmodified|version|encrypted_|unencrypted_|age__|"data")/i.test(name)) sealed = true;
    else if (value !== '' && !/^"?ENC\[AES256_GCM,/.test(value)) {
      hits.push(
        unsealed(
          index + line.indexOf(value),
          index + line.indexOf(value) + value.length,
          'a value in clear, in a sealed file',
        ),
      );
    }
  }
  return sealed ? hits : [unsealed(0, 0, NOT_SEALED)];
}
