import type { Rule, RuleFinding } from './rule.js';

const PATH = /^ {2}path: ["']?\.\/([^\s"']+)["']?$/m;
const DECRYPTION = /^ {2}decryption:$/m;
const NAME = /^ {2}name: (\S+)$/m;

/** Without it Flux applies ciphertext as values; where it is not needed it only asks for a key (traps 36, 37, S2-49). */
export const decryption: Rule = {
  name: 'decryption',
  severity: 'error',
  description: 'A Flux Kustomization decrypts exactly where its path lists SOPS files.',
  remediation: 'declare the secret in the unit whose path holds its file',
  check: ({ cluster, tree }) => {
    const declared = new Set(
      cluster.units.flatMap((unit) =>
        unit.secretFiles
          .filter(({ certificate }) => certificate === undefined)
          .map(({ file }) => `kubernetes/${cluster.name}/${unit.path}/${file}`),
      ),
    );
    const listed = new Map<string, string[]>();
    for (const { path, content } of tree.files) {
      if (!path.endsWith('/kustomization.yaml')) continue;
      const folder = path.slice(0, path.lastIndexOf('/'));
      const sealed = entries(content).filter(
        (entry) => entry.endsWith('.sops.yaml') || declared.has(`${folder}/${entry}`),
      );
      listed.set(folder, [...(listed.get(folder) ?? []), ...sealed]);
    }
    return tree.files
      .filter(({ path }) => path.endsWith('/ks.yaml'))
      .flatMap(({ path: file, content, origin }) =>
        content.split(/^---$/m).flatMap((document): RuleFinding[] => {
          const path = PATH.exec(document)?.[1];
          if (path === undefined) return [];
          const sealed = listed.get(path) ?? [];
          if (DECRYPTION.test(document) === sealed.length > 0) return [];
          const message =
            sealed.length > 0
              ? `does not decrypt, and its path lists ${sealed[0]}`
              : 'decrypts, and its path lists no SOPS file';
          const field = `Kustomization/${cluster.flux.namespace}/${NAME.exec(document)?.[1] ?? ''}`;
          return [{ file, field, message, origin }];
        }),
      );
  },
};

function entries(kustomization: string): string[] {
  return [...kustomization.matchAll(/^ *- (?:\.\/)?(\S+)$/gm)].map(([, entry]) => entry as string);
}
