import type { Json, JsonObject } from '../../model/json.js';
import { holdsMarkerPart, type MarkedValue, splitMarker } from '../image-policy-marker.js';
import { YamlError } from './error.js';
import { sortKeys } from './key-order.js';
import { blockHeader, doubleQuoted, fitsBlock, flowScalar, isSurelyPlain, type Upkeep } from './scalar.js';

export interface EmitOptions {
  /** @default `automated` if the value holds an image policy marker, else `reviewed` */
  readonly upkeep?: Upkeep;
}

const DEEPEST = 1000;
// Readers look no more than 1024 characters ahead for the colon that makes a text a key. kyaml counts bytes.
const LONGEST_KEY = 1000;
const LONGEST_KYAML_KEY = 128;
const LINE_BREAK = /[\n\r\x85\u2028\u2029]/;
const NOT_ASCII = /[^\0-\x7f]/;

// A tree repeats a few hundred keys many thousand times.
const MOST_KNOWN_KEYS = 2000;
const KNOWN_KEYS = new Map<string, string>();

/**
 * One YAML document, without `---`, with a newline at the end. YAML 1.1 and 1.2 readers see exactly the value; keys
 * are in Kubernetes' customary order, whatever their insertion order; undefined properties are left out. Linear.
 * @throws YamlError, with the path, for what YAML cannot hold: NaN, functions, cycles, misplaced markers.
 */
export function emitYaml(value: Json, options: EmitOptions = {}): string {
  const { upkeep } = options;
  const emission = emit(value, upkeep ?? 'reviewed');
  return upkeep === undefined && emission.marked ? emit(value, 'automated').text : emission.text;
}

/** The text, and whether it holds image policy markers. `emitYaml` is what most callers want. */
export function emit(value: Json, upkeep: Upkeep): { readonly text: string; readonly marked: boolean } {
  const emitter = new Emitter(upkeep);
  try {
    emitter.root(value);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new YamlError(error.code, `${emitter.place()}: ${error.message}`, error.hint);
  }
  return { text: emitter.text, marked: emitter.marked };
}

class Emitter {
  text = '';
  marked = false;
  // Steps down to `at` lead to what is being written; further ones are left over.
  private readonly path: (string | number)[] = [];
  private at = -1;

  constructor(private readonly upkeep: Upkeep) {}

  root(value: Json): void {
    if (typeof value === 'object' && value !== null) this.collection(value, 0, '', '', '');
    else this.text += `${this.scalar(value)}\n`;
  }

  /** Where the emitter is, as findings name a field: `spec.containers[0].image`. */
  place(): string {
    const steps = this.path.slice(0, this.at + 1).map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
    return steps.join('').replace(/^\./, '') || 'document';
  }

  // `lead` stands before the first line, `empty` before `{}` and `[]`.
  private collection(
    value: JsonObject | readonly Json[],
    depth: number,
    indent: string,
    lead: string,
    empty: string,
  ): void {
    if (depth >= DEEPEST) throw new YamlError('YAML_TOO_DEEP', `more than ${DEEPEST} levels`, 'does it hold itself?');
    if (isList(value)) {
      if (value.length === 0) this.text += `${empty}[]\n`;
      else this.list(value, depth, indent, lead);
    } else {
      const keys = sortedKeys(value);
      if (keys.length === 0) this.text += `${empty}{}\n`;
      else this.map(value, keys, depth, indent, lead);
    }
  }

  private map(map: JsonObject, keys: readonly string[], depth: number, indent: string, lead: string): void {
    const inner = `${indent}  `;
    const below = `\n${inner}`;
    let before = lead;
    for (const key of keys) {
      this.path[depth] = key;
      this.at = depth;
      const name = this.key(key, indent);
      this.text += before + name;
      const value = map[key] as Json;
      if (typeof value === 'object' && value !== null) {
        this.collection(value, depth + 1, inner, name.startsWith('? ') ? ' ' : below, ' ');
      } else this.leaf(value, inner);
      before = indent;
    }
  }

  private list(list: readonly Json[], depth: number, indent: string, lead: string): void {
    const inner = `${indent}  `;
    let before = `${lead}-`;
    for (let index = 0; index < list.length; index++) {
      this.path[depth] = index;
      this.at = depth;
      this.text += before;
      const value = list[index] as Json;
      if (typeof value === 'object' && value !== null) this.collection(value, depth + 1, inner, ' ', ' ');
      else this.leaf(value, inner);
      before = `${indent}-`;
    }
  }

  private leaf(value: Json, inner: string): void {
    if (typeof value !== 'string' || !fitsBlock(value, this.upkeep)) {
      this.text += ` ${this.scalar(value)}\n`;
      return;
    }
    const body = value.endsWith('\n') ? value.slice(0, -1) : value;
    // Empty lines stay empty: editors would strip the indentation.
    this.text += ` ${blockHeader(value)}\n${`\n${body}`.replace(/\n(?!\n|$)/g, `\n${inner}`).slice(1)}\n`;
  }

  private key(key: string, indent: string): string {
    const known = KNOWN_KEYS.get(key);
    if (known !== undefined) return known;
    if (key.length <= 100 && isSurelyPlain(key)) {
      const text = `${key}:`;
      if (KNOWN_KEYS.size < MOST_KNOWN_KEYS) KNOWN_KEYS.set(key, text);
      return text;
    }
    refuseMarkerParts(key);
    const text = flowScalar(key, this.upkeep);
    return this.isSimpleKey(key, text) ? `${text}:` : `? ${text}\n${indent}:`;
  }

  private isSimpleKey(key: string, text: string): boolean {
    if (this.upkeep === 'reviewed') return text.length <= LONGEST_KEY;
    return Buffer.byteLength(key) <= LONGEST_KYAML_KEY && !LINE_BREAK.test(key);
  }

  private scalar(value: Json): string {
    switch (typeof value) {
      case 'string': {
        if (isSurelyPlain(value)) return value;
        const marked = splitMarker(value);
        if (marked !== undefined) return this.markedScalar(marked);
        refuseMarkerParts(value);
        return flowScalar(value, this.upkeep);
      }
      case 'number':
        return number(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'object':
        return 'null';
      default:
        throw new YamlError('YAML_NOT_PLAIN', `${typeof value} is no plain value`);
    }
  }

  private markedScalar({ marker, value }: MarkedValue): string {
    if (/[\r\n]/.test(value)) {
      throw new YamlError('YAML_MARKER_MISPLACED', 'a value with an image policy marker has several lines');
    }
    refuseMarkerParts(value);
    this.marked = true;
    // A tag may look like a number today and not tomorrow: automation would keep the quotes, or add them.
    const text = marker.endsWith(':tag') ? doubleQuoted(value, this.upkeep) : flowScalar(value, this.upkeep);
    return `${text} # {"$imagepolicy": ${JSON.stringify(marker)}}`;
  }
}

function refuseMarkerParts(text: string): void {
  if (NOT_ASCII.test(text) && holdsMarkerPart(text)) {
    throw new YamlError(
      'YAML_MARKER_MISPLACED',
      'an image policy marker is not at the start of a value',
      'mark the whole value, after joining its parts',
    );
  }
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new YamlError('YAML_NOT_A_NUMBER', `${value} has no place in YAML`);
  const text = String(value);
  // YAML 1.1 knows an exponent only after a point.
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

function sortedKeys(map: JsonObject): readonly string[] {
  refuseInstance(map);
  const keys = Object.keys(map);
  for (const key of keys) {
    if (map[key] === undefined) return sortKeys(keys.filter((each) => map[each] !== undefined));
  }
  return sortKeys(keys);
}

function refuseInstance(map: JsonObject): void {
  const prototype = Object.getPrototypeOf(map);
  // Not by identity: a plain map of another realm (a vm context) is one too.
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return;
  throw new YamlError('YAML_NOT_PLAIN', `${prototype.constructor?.name ?? 'object'} is no plain value`);
}

function isList(value: JsonObject | readonly Json[]): value is readonly Json[] {
  return Array.isArray(value);
}
