import type { JsonObject } from '../model/json.js';
import { renderedFrom } from './yaml/document.js';

const SOURCE = String.raw`Rendered from (\S.*); edit that and run: npm run synth`;
/** Formats whose comments are not a `#`. JSON has none; Terraform and others let `"//"` stand for one. */
const HEADERS = [`// ${SOURCE}`, `<!-- ${SOURCE} -->`, `\\{\\n {2}"//": "${SOURCE}",?`].map(
  (line) => new RegExp(`^${line}\\n`),
);

/** Text of a file that Flux does not apply, with the header by which synth knows it as its own again. */
export function asideText(path: string, content: string | JsonObject, source: string): string {
  const header = `Rendered from ${source}; edit that and run: npm run synth`;
  if (typeof content !== 'string') return jsonText(content, header);
  if (asideSource(content) !== undefined) return content;
  if (path.endsWith('.hujson')) return `// ${header}\n${content}`;
  if (path.endsWith('.md')) return `<!-- ${header} -->\n${content}`;
  return `# ${header}\n${content}`;
}

/** The source that such a file names in its header; undefined for a file that synth did not write. */
export function asideSource(text: string): string | undefined {
  for (const header of HEADERS) {
    const match = header.exec(text);
    if (match !== null) return match[1];
  }
  return renderedFrom(text);
}

/** Written around what JSON.stringify gives: in an object of JavaScript's, keys that are numbers would come first. */
function jsonText({ '//': _, ...content }: JsonObject, header: string): string {
  const body = JSON.stringify(content, null, 2);
  return `{\n  "//": ${JSON.stringify(header)}${body === '{}' ? '\n}' : `,${body.slice(1)}`}\n`;
}
