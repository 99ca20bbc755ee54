import { isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { containersOf, type PodContainer, type PodTemplate, podsOf } from '../../flux/pods.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { hintForUnknown } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';
import { type FileVolume, fileVolumes } from './mounted-volumes.js';

/** Files that a program is told to read, of Secrets and ConfigMaps that are mounted as folders. */
export const mountedFile: TreeRule = {
  name: 'mounted-file',
  severity: 'error',
  description:
    'A command, a variable or a config file names a file in a folder that is a mounted Secret or ConfigMap, which has ' +
    'no such key: the program does not find its configuration or its credentials.',
  remediation: 'make the key and the file name the same, or list the key under items with that path',
  sources: ['S1-05', 'DC-09'],
  *check(view) {
    for (const pod of podsOf(view)) {
      const volumes = fileVolumes(view, pod);
      if (volumes.size === 0) continue;
      for (const container of containersOf(pod)) yield* judge(view, pod, container, volumes);
    }
  },
};

interface Mount {
  readonly folder: string;
  readonly volume: FileVolume;
}

function* judge(
  view: TreeView,
  pod: PodTemplate,
  { container, path }: PodContainer,
  volumes: ReadonlyMap<string, FileVolume>,
): Iterable<TreeFinding> {
  const at = pod.owner;
  const place = [...pod.path, ...path];
  const mounts: Mount[] = [];
  const foreign: string[] = [];
  for (const [index, { name, mountPath, subPath }] of mapsOf(container.volumeMounts).entries()) {
    const volume = volumes.get(String(name));
    if (typeof mountPath !== 'string' || isUnknown(mountPath)) continue;
    if (volume === undefined || typeof subPath === 'string') foreign.push(mountPath);
    else mounts.push({ folder: mountPath.replace(/\/$/, ''), volume });
    if (volume === undefined || typeof subPath !== 'string' || isUnknown(subPath) || has(volume, subPath)) continue;
    const message = `${volume.shown} has no file "${subPath}"`;
    const hint = hintForUnknown(subPath, volume.files);
    yield { at, path: [...place, 'volumeMounts', index, 'subPath'], message, hint };
  }
  for (const { text, path: where } of textsFor(container)) {
    for (const { message, hint } of missingIn(text, mounts, foreign))
      yield { at, path: [...place, ...where], message, hint };
  }
  for (const name of new Set(mounts.flatMap(({ volume }) => volume.configMaps))) {
    const map = view.index.get({ group: '', kind: 'ConfigMap', namespace: pod.namespace, name });
    const data = map?.object.data;
    for (const [key, text] of Object.entries(isMap(data) ? data : {})) {
      if (map === undefined || typeof text !== 'string') continue;
      // A script may look whether a file is there.
      for (const found of missingIn(text, mounts, foreign)) {
        yield { at: map, path: ['data', key], severity: 'warning', ...found };
      }
    }
  }
}

function textsFor({ command, args, env }: PodContainer['container']): { text: string; path: JsonPath }[] {
  const lists = { command: textsOf(command), args: textsOf(args) };
  const words = Object.entries(lists).flatMap(([list, texts]) =>
    texts.map((text, index) => ({ text, path: [list, index] })),
  );
  const variables = mapsOf(env).flatMap(({ value }, index) =>
    typeof value === 'string' ? [{ text: value, path: ['env', index, 'value'] }] : [],
  );
  return [...words, ...variables];
}

/** Files below a mount that a text names and the volume does not have; what another mount covers is not its own. */
function* missingIn(text: string, mounts: readonly Mount[], foreign: readonly string[]) {
  for (const { folder, volume } of mounts) {
    for (let from = text.indexOf(`${folder}/`); from !== -1; from = text.indexOf(`${folder}/`, from + 1)) {
      // `/etc/x/` within `/opt/etc/x/` is another folder.
      if (from > 0 && /[\w./-]/.test(text[from - 1] as string)) continue;
      const start = from + folder.length + 1;
      const name = FILE.exec(text.slice(start, start + 256))?.[0] ?? '';
      const whole = `${folder}/${name}`;
      if (name === '' || has(volume, name) || foreign.some((path) => whole.startsWith(path))) continue;
      const others = mounts.some(
        (other) => other.volume !== volume && whole.startsWith(`${other.folder}/`) && other.folder.startsWith(folder),
      );
      if (!others) yield { message: `${volume.shown} has no file "${name}"`, hint: hintForUnknown(name, volume.files) };
    }
  }
}

/** A file's name, with an ending: words without one may be folders, patterns or prefixes. */
const FILE = /^[\w-][\w./-]*\.[A-Za-z0-9]+(?![\w*$/{])/;

function has({ files }: FileVolume, name: string): boolean {
  return files.has(name) || [...files].some((file) => file.startsWith(`${name}/`));
}
