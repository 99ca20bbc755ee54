import type { ResolvedCluster } from '../../model/cluster.js';
import type { Origin } from '../../model/manifest.js';
import type { Rule } from '../rule.js';

/** Of two files with one path, the second would silently replace the first. */
export const fileUnique: Rule = {
  name: 'file-unique',
  severity: 'error',
  description: 'No two files of the tree have the same path.',
  remediation: 'give one of the files another name: its key in ConfigFiles, unit.place(…), or `file` of the secret',
  check: ({ cluster, tree }) => {
    const first = new Map<string, Origin>();
    // Units that share a path share every file; that they do is a finding of its own.
    const shared = sharedPaths(cluster);
    const files = [...sealed(cluster), ...tree.files].filter(({ path }) => !shared.some((one) => path.startsWith(one)));
    return files.flatMap(({ path, origin }) => {
      const other = first.get(path);
      if (other === undefined) {
        first.set(path, origin);
        return [];
      }
      const message = `two files have this path; the other comes from ${other.unit ?? other.cluster} (${other.source})`;
      return [{ file: path, message, origin }];
    });
  },
};

function sharedPaths({ name, units }: ResolvedCluster): string[] {
  const seen = new Set<string>();
  const twice = units.filter(({ path }) => seen.size === seen.add(path).size);
  return twice.map(({ path }) => `kubernetes/${name}/${path}/`);
}

function sealed({ name, units }: ResolvedCluster): { path: string; origin: Origin }[] {
  return units.flatMap((unit) =>
    unit.secretFiles.map(({ file }) => ({
      path: `kubernetes/${name}/${unit.path}/${file}`,
      origin: { cluster: name, unit: unit.name, source: unit.source },
    })),
  );
}
