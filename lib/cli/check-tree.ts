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
import { type OwnershipOptions, withOwned } from './check-ownership.js';
import { readLock } from './read-lock.js';

/** What a check of one tree found, and how much it saw. */
export interface CheckedTree extends TreeReport {
  readonly objects: number;
}

/** Where a check finds what is known besides the tree. */
export interface CheckScope {
  /** Folder with charts.lock.yaml, and with charts of one's own. */
  readonly root: string;
  readonly ownership: OwnershipOptions;
}

/**
 * Every tree rule over a view, with all that can be known of it: schemas of the kinds that are in it, what registries
 * said when they were asked, what other tools own. Each finding has its line.
 *
 * @throws InputError for a lock or a plan that cannot be read.
 */
export async function checkView(view: TreeView, scope: CheckScope): Promise<CheckedTree> {
  const lock = await readLock(scope.root);
  const locked = lock === undefined ? view : { ...view, settings: { ...view.settings, lock } };
  const { view: owned, notRendered } = await withOwned(locked, scope.root, scope.ownership);
  const { findings, suppressed } = checkTree(await withSchemas(owned));
  return {
    findings: [...findings.map((finding) => withLine(finding, view)), ...notRendered.map(notAsked(view))],
    suppressed,
    objects: view.index.all.length,
  };
}

/** Nobody takes silence for a pass: a chart that could not be rendered owns more than was looked at. */
function notAsked({ settings: { cluster } }: TreeView): (message: string) => Finding {
  const origin = { cluster, source: 'charts' };
  return (message) => ({ code: 'helm-not-rendered', severity: 'info', message, origin });
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
  const beside = [...folder.beside].map(([path, open]) => ({ path, text: () => decodeText(open()) ?? '' }));
  const files = [...folder.files].map(([file, bytes]) => {
    const text = decodeText(bytes);
    if (text?.includes('\uFFFD') === true && /\.ya?ml$/.test(file)) {
      faults.push(unreadable(settings, file, 'holds bytes that are no UTF-8'));
    }
    return { path: file, text: text ?? '' };
  });
  return { folder, view: treeView([...files, ...beside], settings), faults };
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
