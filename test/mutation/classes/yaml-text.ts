import { type DamageClass, damaged } from '../damage.js';
import { type IntactTree, isSealed } from '../intact-tree.js';
import type { Random } from '../random.js';

/** Accidents of an editor or a merge, which leave a file that reads as something else, or as nothing. */
export const yamlText: readonly DamageClass[] = [
  {
    name: 'yaml-broken',
    weight: 3,
    harm: 'kustomize cannot read the file, so that Flux applies nothing of the unit any more',
    damage(tree, random) {
      const breakLine = random.pick<(line: string) => string>([
        (line) => line.replace(/: /, ' '),
        (line) => line.replace(/: .*$/, ': "unfinished'),
        (line) => line.replace(/^ */, '\t'),
        (line) => line.replace(/: .*$/, ': [1, 2'),
      ]);
      // A scalar field in the middle of a file whose neighbours keep the break from being read as plain text.
      return lineDamage(
        tree,
        random,
        /^ {2,}[a-zA-Z]+: [a-zA-Z0-9]+$/,
        (line) => breakLine?.(line) ?? line,
        'was broken',
      );
    },
  },
  {
    name: 'merge-conflict-left',
    weight: 2,
    harm: 'kustomize cannot read a file with conflict markers',
    damage(tree, random) {
      const file = random.pick(manifests(tree));
      if (file === undefined) return undefined;
      const lines = tree.text(file).split('\n');
      const at = 4 + random.below(Math.max(1, lines.length - 6));
      const line = lines[at] ?? '';
      lines.splice(at, 1, '<<<<<<< HEAD', line, '=======', line, '>>>>>>> origin/main');
      return damaged(tree, { [file]: lines.join('\n') }, 'has a merge conflict', `${file}:${at + 1}`);
    },
  },
  {
    name: 'duplicate-key',
    weight: 2,
    harm: 'kustomize refuses a map that has a key twice; other readers take one of the two',
    damage: (tree, random) =>
      lineDamage(tree, random, /^ {2,}[a-zA-Z]+: [a-zA-Z0-9-]+$/, (line) => `${line}\n${line}-2`, 'was written twice'),
  },
  {
    name: 'separator-removed',
    weight: 1,
    harm: 'two objects become one map with every key twice, which kustomize refuses',
    damage(tree, random) {
      const file = random.pick(manifests(tree).filter((path) => tree.text(path).split('\n---\n').length > 1));
      if (file === undefined) return undefined;
      const parts = tree.text(file).split('\n---\n');
      const at = 1 + random.below(parts.length - 1);
      const text = [...parts.slice(0, at - 1), `${parts[at - 1]}\n${parts[at]}`, ...parts.slice(at + 1)].join(
        '\n---\n',
      );
      return damaged(tree, { [file]: text }, `--- before document ${at} was removed`, file);
    },
  },
  {
    name: 'indent-moved',
    weight: 4,
    harm: 'the field is in another map than it was: the API refuses it as unknown, or what it said is lost',
    damage(tree, random) {
      const file = random.pick(manifests(tree).filter((path) => !path.endsWith('/kustomization.yaml')));
      if (file === undefined) return undefined;
      const lines = tree.text(file).split('\n');
      const at = random.pick(movable(lines));
      if (at === undefined) return undefined;
      const indent = indentOf(lines[at] ?? '');
      const end = blockEnd(lines, at, indent);
      const left = random.fraction() < 0.5;
      for (let line = at; line < end; line++) lines[line] = left ? (lines[line] ?? '').slice(2) : `  ${lines[line]}`;
      const how = left ? 'two columns left' : 'two columns right';
      return damaged(tree, { [file]: lines.join('\n') }, `"${lines[at]?.trim()}" moved ${how}`, `${file}:${at + 1}`);
    },
  },
];

/** Files of Kubernetes objects that a person writes. */
function manifests(tree: IntactTree): string[] {
  return [...tree.files.keys()].filter(
    (path) => path.endsWith('.yaml') && !isSealed(path) && isManifest(tree.text(path)),
  );
}

function isManifest(text: string): boolean {
  return /^kind: /m.test(text);
}

function lineDamage(tree: IntactTree, random: Random, fits: RegExp, change: (line: string) => string, what: string) {
  const file = random.pick(manifests(tree));
  if (file === undefined) return undefined;
  const lines = tree.text(file).split('\n');
  // Not in the texts of annotations and scripts, where a line is no YAML.
  const block = lines.findIndex((line) => /[|>]-?$/.test(line));
  const fitting = lines.flatMap((line, at) => (fits.test(line) && (block < 0 || at < block) ? [at] : []));
  const at = random.pick(fitting);
  if (at === undefined) return undefined;
  const before = lines[at] ?? '';
  lines[at] = change(before);
  return damaged(tree, { [file]: lines.join('\n') }, `"${before.trim()}" ${what}`, `${file}:${at + 1}`);
}

/**
 * Fields below a typed map that stand after another field of it: moved right they fall into that one, moved left into the
 * parent. Not what a map of free names holds (labels, values), and not what follows such a map: there a moved text may
 * be just one more name.
 */
function movable(lines: readonly string[]): number[] {
  const free = new Set<number>();
  for (const [at, line] of lines.entries()) {
    if (
      !/^\s*(?:- )?(?:labels|annotations|matchLabels|nodeSelector|values|selector|data|\w+: [|>]-?)(?::|$)/.test(line)
    )
      continue;
    const end = blockEnd(lines, at, indentOf(line));
    for (let inside = at + 1; inside <= end; inside++) free.add(inside);
  }
  return lines.flatMap((line, at) => {
    const previous = lines[at - 1] ?? '';
    const fits = /^ {2,}[a-zA-Z]+:(?: .+)?$/.test(line) && /^ +[a-zA-Z]+:/.test(previous);
    return fits && !free.has(at) && indentOf(previous) >= indentOf(line) ? [at] : [];
  });
}

function blockEnd(lines: readonly string[], at: number, indent: number): number {
  let end = at + 1;
  while (end < lines.length && ((lines[end] ?? '').trim() === '' ? false : indentOf(lines[end] ?? '') > indent)) end++;
  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
