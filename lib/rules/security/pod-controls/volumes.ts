import { mapsOf } from '../../../flux/kustomize/built.js';
import { type Control, isUnset } from './control.js';

const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Volume types: restricted allows those whose content is the pod's own or the cluster's. */
export const VOLUMES: readonly Control[] = [
  {
    name: 'Volume Types',
    level: 'restricted',
    since: 0,
    *check({ spec }) {
      for (const [index, volume] of mapsOf(spec.volumes).entries()) {
        if (ALLOWED.some((type) => !isUnset(volume[type]))) continue;
        const type = Object.keys(volume).find((key) => key !== 'name');
        const path = ['spec', 'volumes', index, ...(type === undefined ? [] : [type])];
        yield { path, message: `volume "${volume.name}" is of type ${type ?? 'unknown'}` };
      }
    },
  },
];
