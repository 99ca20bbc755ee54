/** One name that is no `.` or `..`. */
const PLAIN = /^(?!\.)[^/]+$/;

/** A path below a folder of the repository, `..` and `.` taken out; undefined where it leaves the repository. */
export function joinPath(folder: string, relative: string): string | undefined {
  // What nearly every path is: `./deployment.yaml`.
  const plain = relative.startsWith('./') ? relative.slice(2) : relative;
  if (PLAIN.test(plain) && folder !== '') return `${folder}/${plain}`;
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Folder of a file; empty at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** True for what kustomize fetches from elsewhere. */
export function isRemote(resource: string): boolean {
  return /^[a-z+]+:\/\/|^git@|^github\.com\/|\?ref=/.test(resource);
}
