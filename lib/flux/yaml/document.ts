import type { Json, JsonObject } from '../../model/json.js';
import { emit } from './emit.js';
import { YamlError } from './error.js';

export interface RenderFileOptions {
  /** File that declares the content, relative to the repository: `charts/apps/automation/n8n.ts`. */
  readonly source: string;
  /** Editor schema of each document; one that has none gets no line. @default no schema lines */
  readonly schemaUrl?: (document: Json) => string | undefined;
  /** Write it as image automation leaves it. @default whether a document holds an image policy marker */
  readonly marked?: boolean;
}

const START = '---\n';
const HEADER = /^(?:---\r?\n)?# Rendered from (\S.*); edit that and run: npm run synth\r?$/m;

/**
 * A YAML file of the tree: `---`, a comment that names its source, an editor schema line for each document. A file
 * that image automation edits starts with the comment, since automation drops the first `---`: what it writes back
 * differs from ours in the bumped values alone.
 * @throws YamlError for values YAML cannot hold, and for several documents in a file with markers.
 */
export function renderFile(documents: readonly Json[], options: RenderFileOptions): string {
  const { source, schemaUrl } = options;
  if (!/^\S(?:.*\S)?$/.test(source)) {
    throw new YamlError('YAML_SOURCE_MALFORMED', `source "${source}" is not one line of text`);
  }
  const bodies = documents.map((document) => emit(document, 'reviewed'));
  const marked = options.marked ?? bodies.some((body) => body.marked);
  if (marked && documents.length > 1) {
    throw new YamlError(
      'YAML_MARKED_DOCUMENTS',
      `a file rendered from ${source} has image policy markers and ${documents.length} documents`,
      'give the object with the marker a file of its own',
    );
  }
  const header = `# Rendered from ${source}; edit that and run: npm run synth\n`;
  const texts = documents.map((document, index) => {
    const body = marked ? emit(withoutEmptyAnnotations(document), 'automated') : bodies[index];
    return schemaLine(schemaUrl?.(document)) + (body?.text ?? '');
  });
  return (marked ? '' : START) + header + texts.join(START);
}

/** The source that a rendered file names in its first lines; undefined for a file that synth did not write. */
export function renderedFrom(text: string): string | undefined {
  const match = HEADER.exec(text);
  return match?.index === 0 ? match[1] : undefined;
}

function schemaLine(url: string | undefined): string {
  return url === undefined ? '' : `# yaml-language-server: $schema=${url}\n`;
}

// kyaml keeps its own notes in annotations, and takes the map away with them if nothing else is in it.
function withoutEmptyAnnotations(document: Json): Json {
  if (!isMap(document) || !isMap(document.metadata)) return document;
  const { annotations, ...metadata } = document.metadata;
  return isMap(annotations) && Object.keys(annotations).length === 0 ? { ...document, metadata } : document;
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
