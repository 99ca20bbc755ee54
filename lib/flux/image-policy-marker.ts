import { parseAllDocuments, visit } from 'yaml';
import type { Json } from '../model/json.js';
import { YamlError } from './yaml/error.js';

// Unicode noncharacters: no text that people or programs exchange holds them.
const OPEN = '\u{FDD2}';
const CLOSE = '\u{FDD3}';

const MARKER = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:(name|tag|digest))?$/;
const TOKEN = '"$imagepolicy"';

/** A value that image automation owns, and the marker that names its policy. */
export interface MarkedValue {
  /** `namespace:policy`, or with `:name`, `:tag` or `:digest` where the field holds only that part. */
  readonly marker: string;
  readonly value: string;
}

/**
 * The value with its marker, to be put where the value alone would stand. Rendering turns it into the value and an
 * end-of-line comment that Flux's image automation looks for. (S1-51)
 * @throws YamlError if the marker is not `namespace:policy[:name|:tag|:digest]`.
 */
export function withImagePolicyMarker(value: string, marker: string): string {
  if (!MARKER.test(marker)) {
    throw new YamlError(
      'YAML_MARKER_MALFORMED',
      `image policy marker "${marker}" is not of the form namespace:policy`,
      'use namespace:policy, with :name, :tag or :digest where the field holds only that part',
    );
  }
  return `${OPEN}${marker}${CLOSE}${splitMarker(value)?.value ?? value}`;
}

/** Marker and value of a string made by `withImagePolicyMarker`; undefined for every other string. */
export function splitMarker(text: string): MarkedValue | undefined {
  if (!text.startsWith(OPEN)) return undefined;
  const end = text.indexOf(CLOSE);
  return end === -1 ? undefined : { marker: text.slice(1, end), value: text.slice(end + 1) };
}

/** Whether a part of a marker stands somewhere in the text, as when marked values were joined to other text. */
export function holdsMarkerPart(text: string): boolean {
  return text.includes(OPEN) || text.includes(CLOSE);
}

/** The same value without markers, as the cluster will see it. What holds none is returned itself, not copied. */
export function stripMarkers(value: Json): Json {
  if (typeof value === 'string') return splitMarker(value)?.value ?? value;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) {
    const items = value.map(stripMarkers);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, stripMarkers(item as Json)] as const);
  return entries.some(([key, item]) => item !== value[key]) ? Object.fromEntries(entries) : value;
}

/**
 * Marked values of a file, in file order, whether we wrote it or image automation rewrote it. Values are text, as
 * written: an unquoted `1.10` stays `1.10`. Malformed comments are no markers, as for Flux.
 */
export function readMarkedValues(yamlText: string): readonly MarkedValue[] {
  if (!yamlText.includes(TOKEN)) return [];
  const found: MarkedValue[] = [];
  for (const document of parseAllDocuments(yamlText, { schema: 'failsafe', version: '1.1', logLevel: 'silent' })) {
    visit(document, {
      Scalar: (_, { value, comment }) => {
        const marker = typeof comment === 'string' ? markerOf(comment) : undefined;
        if (marker !== undefined && typeof value === 'string') found.push({ marker, value });
      },
    });
  }
  return found;
}

function markerOf(comment: string): string | undefined {
  if (!comment.includes(TOKEN)) return undefined;
  try {
    const marker: unknown = JSON.parse(comment.trim()).$imagepolicy;
    return typeof marker === 'string' ? marker : undefined;
  } catch {
    return undefined;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
