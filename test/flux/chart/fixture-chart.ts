import { readFileSync } from 'node:fs';
import { listFiles } from '../../../lib/system/read-tree.js';

const FOLDER = 'test/fixtures/charts';

/** The files of a chart of the tests' own, as its archive has them; some may be given anew. */
export function fixtureChart(name: string, changed: Readonly<Record<string, string>> = {}): Map<string, Uint8Array> {
  const files = listFiles(FOLDER, name).map((path) => [path, readFileSync(`${FOLDER}/${path}`)] as const);
  const given = Object.entries(changed).map(([path, text]) => [`${name}/${path}`, Buffer.from(text)] as const);
  return new Map<string, Uint8Array>([...files, ...given]);
}
