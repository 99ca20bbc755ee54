import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { textOf, trackedFiles } from '../support/tracked-files.js';

const documents = trackedFiles().filter((path) => path.endsWith('.md') && !path.startsWith('test/golden/'));
const textOfDocument = (path: string) => readFileSync(path, 'utf8');
const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** Targets of links and images that are no URL. */
function relativeLinks(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target as string);
  return targets.filter((target) => !/^[a-z][a-z+.-]*:/.test(target));
}

/** Anchors of a document's headings, as GitHub makes them. */
function anchors(text: string): Set<string> {
  const headings = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)];
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  return new Set(headings.map(([, heading]) => slug((heading as string).trim())));
}

function brokenLinks(path: string): string[] {
  return relativeLinks(withoutCode(textOfDocument(path))).flatMap((target) => {
    const [file = '', anchor] = target.split('#');
    const found = file === '' ? path : normalize(join(dirname(path), decodeURI(file)));
    if (!existsSync(found)) return [`${path}: ${target}: no such file`];
    if (anchor === undefined || !found.endsWith('.md') || anchors(textOfDocument(found)).has(anchor)) return [];
    return [`${path}: ${target}: no such heading`];
  });
}

describe('documents', () => {
  test('link to files and headings that exist', () => {
    expect(documents).toContain('README.md');
    expect(documents.flatMap(brokenLinks)).toEqual([]);
  });

  test('and messages name no npm script that package.json does not have', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const sources = trackedFiles().filter((path) => /^(lib|charts|\.ci|\.github|\.husky)\//.test(path));
    const unknown = [...documents, ...sources].flatMap((path) =>
      [...(textOf(path) ?? '').matchAll(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g)]
        .map(([, script]) => script as string)
        .filter((script) => scripts[script] === undefined)
        .map((script) => `${path}: npm run ${script}`),
    );
    expect(unknown).toEqual([]);
  });

  test('of decisions are all listed, in order of their number, under their own title', () => {
    const folder = 'docs/decisions';
    const list = [...textOfDocument(`${folder}/README.md`).matchAll(/^- \[(.+)\]\((.+)\)$/gm)];
    const files = documents.filter((path) => path.startsWith(`${folder}/`) && !path.endsWith('/README.md')).sort();
    expect(list.map(([, , file]) => `${folder}/${file}`)).toEqual(files);
    expect(list.map(([, title]) => `# ${title}`)).toEqual(files.map((path) => textOfDocument(path).split('\n')[0]));
  });
});
