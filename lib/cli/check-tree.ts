import { findLine } from '../flux/tree/find-line.js';
import { fileSettings, SETTINGS_FILE } from '../flux/tree/settings-file.js';
import { treeView } from '../flux/tree/tree-view.js';
import type { TreeSettings, TreeView } from '../flux/tree/view.js';
import type { Finding } from '../model/finding.js';
import { checkTree, type TreeReport } from '../rules/check-tree.js';
import { withSchemas } from '../rules/schema/with-schemas.js';
import { decodeText } from '../system/decode-text.js';
import { readFileIfPresent } from '../system/read-file.js';
import { type FolderFiles, readFolder } from '../system/read-folder.js';

/** What a check of one tree found, and how much it saw. */
export interface CheckedTree extends TreeReport {
  readonly objects: number;
}

/** Every tree rule over a view, with the schemas of the kinds that are in it, and the line of each finding. */
export async function checkView(view: TreeView): Promise<CheckedTree> {
  const { findings, suppressed } = checkTree(await withSchemas(view));
  return {
    findings: findings.map((finding) => withLine(finding, view)),
    suppressed,
    objects: view.index.all.length,
  };
}

function withLine(finding: Finding, { sources }: TreeView): Finding {
  const { file, place, line } = finding;
  if (file === undefined || place === undefined || line !== undefined) return finding;
  const text = sources.get(file)?.text;
  const found = text === undefined ? undefined : findLine(text, place.document, place.path);
  return found === undefined ? finding : { ...finding, line: found };
}

/** A folder of manifests that no chart describes, read from disk. */
export interface FolderTree {
  readonly folder: FolderFiles;
  readonly view: TreeView;
  /** What could not be read. */
  readonly faults: readonly Finding[];
}

/**
 * Reads a folder of hand-written Flux YAML. What no manifest says stands in `.check.yaml`, in the folder or in the
 * repository's root.
 *
 * @throws InputError for a folder that is not there, and for a settings file with errors.
 */
export function readTreeFolder(path: string, from: string, settingsFile?: string): FolderTree {
  const folder = readFolder(path, from);

  const settings = settingsOf(folder, settingsFile);
  const faults = folder.faults.map(({ path: file, message }) => unreadable(settings, file, message));
  const files = [...folder.files].map(([file, bytes]) => {
    const text = decodeText(bytes);
    if (text?.includes('\uFFFD') === true && /\.ya?ml$/.test(file)) {
      faults.push(unreadable(settings, file, 'holds bytes that are no UTF-8'));
    }
    return { path: file, text: text ?? '' };
  });
  return { folder, view: treeView(files, settings), faults };
}

function settingsOf({ root, folder }: FolderFiles, given: string | undefined): TreeSettings {
  const below = folder === '' ? SETTINGS_FILE : `${folder}/${SETTINGS_FILE}`;
  for (const file of given === undefined ? [`${root}/${below}`, `${root}/${SETTINGS_FILE}`] : [given]) {
    const text = readFileIfPresent(file);
    if (text !== undefined) return fileSettings(text, folder, given ?? file.slice(root.length + 1));
  }
  return fileSettings(undefined, folder);
}

function unreadable({ cluster }: TreeSettings, file: string, message: string): Finding {
  return {
    code: 'file-unreadable',
    severity: 'error',
    message,
    file,
    origin: { cluster, source: file },
    hint: 'mend the file, or keep it elsewhere',
  };
}
