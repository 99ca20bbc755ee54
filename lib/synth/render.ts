import { finalObject, finalString } from '../flux/final-text.js';
import { layoutFiles } from '../flux/layout.js';
import { variablesIn } from '../flux/substitution.js';
import { renderFile } from '../flux/yaml/document.js';
import { schemaUrl } from '../flux/yaml/schema-url.js';
import type { ResolvedCluster } from '../model/cluster.js';
import { byCodeUnit } from '../model/code-unit-order.js';
import type { Json } from '../model/json.js';
import type { Manifest } from '../model/manifest.js';
import type { ClusterTree, TreeFile } from '../model/tree.js';
import type { RenderedConfigFiles, ResolvedUnit } from '../model/unit.js';

/** Objects to YAML, names to files: the whole tree of a cluster in memory, in path order. */
export function render(cluster: ResolvedCluster): ClusterTree {
  const root = `kubernetes/${cluster.name}`;
  const schema = (document: Json) => {
    const { apiVersion, kind } = document as { apiVersion: string; kind: string };
    return schemaUrl({ apiVersion, kind, kubernetesVersion: cluster.kubernetesVersion });
  };
  const prepared = { ...cluster, units: cluster.units.map(withOptOuts) };
  const files: TreeFile[] = layoutFiles(prepared).map(({ path, documents, sources }) => ({
    path: `${root}/${path}`,
    content: renderFile(documents, { source: sources.join(', '), schemaUrl: schema }),
    documents,
    origin: { cluster: cluster.name, source: sources[0] ?? cluster.source },
  }));
  for (const unit of cluster.units) {
    const origin = { cluster: cluster.name, unit: unit.name, source: unit.source };
    for (const [file, manifests] of byFile(unit.manifests)) {
      const documents = manifests.map(({ object }) => finalObject(object, unit.substitutes));
      const content = renderFile(documents, { source: unit.source, schemaUrl: schema });
      files.push({ path: `${root}/${unit.path}/${file}`, content, documents, origin });
    }
    for (const set of unit.configFiles) {
      for (const [file, text] of Object.entries(set.files)) {
        const content = optsOut(set, unit) ? text : finalString(text, unit.substitutes);
        files.push({ path: `${root}/${unit.path}/${file}`, content, origin });
      }
    }
  }
  for (const { path, text, source } of cluster.asides)
    files.push({ path: `${root}/${path}`, content: text, origin: { cluster: cluster.name, source } });
  return { cluster: cluster.name, files: files.sort((a, b) => byCodeUnit(a.path, b.path)) };
}

function byFile(manifests: readonly Manifest[]): Map<string, Manifest[]> {
  const files = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const group = files.get(manifest.file);
    if (group === undefined) files.set(manifest.file, [manifest]);
    else group.push(manifest);
  }
  return files;
}

/** Config files without a variable of ours stay as their tool wrote them: their ConfigMap opts out of substitution. */
function optsOut({ files }: RenderedConfigFiles, unit: ResolvedUnit): boolean {
  const texts = Object.values(files);
  return (
    unit.substitutes &&
    texts.some((text) => /\$[${]/.test(text)) &&
    texts.every((text) => variablesIn(text).length === 0)
  );
}

function withOptOuts(unit: ResolvedUnit): ResolvedUnit {
  const configFiles = unit.configFiles.map((set) =>
    optsOut(set, unit)
      ? { ...set, annotations: { ...set.annotations, 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' } }
      : set,
  );
  return { ...unit, configFiles };
}
