import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import type { JsonPath } from './view.js';

interface Parsed {
  readonly text: string;
  readonly events: readonly Event[];
  /** Line where reading ends, in a text that is no YAML. */
  readonly broken?: number;
}

/** The text that was parsed last: findings of a file mostly follow each other. */
let last: Parsed | undefined;

/**
 * Line of a field in a file's text, from 1; of the closest one above it that is there. In a text that is no YAML, the
 * line where reading it ends.
 */
export function findLine(text: string, document: number, path: JsonPath): number | undefined {
  const { events, broken } = parse(text);
  if (broken !== undefined) return broken;
  let at = contentOf(events, document);
  if (at === undefined) return undefined;
  let offset = startOf(events[at]);
  for (const part of path) {
    const found = stepInto(text, events, at, part);
    if (found === undefined) break;
    at = found.value;
    offset = found.offset;
  }
  return offset < 0 ? undefined : lineOf(text, offset);
}

function parse(text: string): Parsed {
  if (last?.text === text) return last;
  try {
    last = { text, events: parseEvents(text, {}) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    last = { text, events: [], broken: (error.mark?.line ?? 0) + 1 };
  }
  return last;
}

/** Event that begins what a document holds. */
function contentOf(events: readonly Event[], document: number): number | undefined {
  let count = -1;
  for (let at = 0; at < events.length; at++) {
    if (events[at]?.type !== EVENT_ID.DOCUMENT) continue;
    count++;
    if (count === document) return events[at + 1]?.type === EVENT_ID.POP ? undefined : at + 1;
  }
  return undefined;
}

/** The value of a key or index in the collection that begins at an event, and where the entry is in the text. */
function stepInto(text: string, events: readonly Event[], from: number, part: string | number) {
  const collection = events[from];
  let at = from + 1;
  if (collection?.type === EVENT_ID.SEQUENCE) {
    for (let index = 0; index < Number(part) && events[at]?.type !== EVENT_ID.POP; index++) at = after(events, at);
    return events[at]?.type === EVENT_ID.POP ? undefined : { value: at, offset: startOf(events[at]) };
  }
  if (collection?.type !== EVENT_ID.MAPPING) return undefined;
  while (at < events.length && events[at]?.type !== EVENT_ID.POP) {
    const key = events[at];
    const value = after(events, at);
    if (key?.type === EVENT_ID.SCALAR && getScalarValue(text, key) === String(part)) {
      return { value, offset: startOf(key) };
    }
    at = after(events, value);
  }
  return undefined;
}

/** The event behind the node that begins at one. */
function after(events: readonly Event[], at: number): number {
  let depth = 0;
  for (let next = at; next < events.length; next++) {
    const { type } = events[next] as Event;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    else if (type === EVENT_ID.POP) depth--;
    if (depth === 0) return next + 1;
  }
  return events.length;
}

function startOf(event: Event | undefined): number {
  if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return -1;
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : event.start;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
