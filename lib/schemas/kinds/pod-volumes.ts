import * as z from 'zod';
import {
  fields,
  flag,
  labelSelector,
  nameRef,
  open,
  optionalFields,
  quantity,
  text,
  textMap,
  texts,
  whole,
} from './field-types.js';
import { claimResources, fieldRef, resourceFieldRef } from './pod-environment.js';

const object = { apiGroup: text };

/** Specification of a PersistentVolumeClaim. */
export const claimSpec = optionalFields({
  accessModes: texts,
  dataSource: fields({ kind: text, name: text }, object),
  dataSourceRef: fields({ kind: text, name: text }, { ...object, namespace: text }),
  resources: claimResources,
  selector: labelSelector,
  storageClassName: text,
  volumeAttributesClassName: text,
  volumeMode: z.enum(['Filesystem', 'Block']),
  volumeName: text,
});

const items = z.array(fields({ key: text, path: text }, { mode: whole }));
const downwardItems = z.array(fields({ path: text }, { fieldRef, mode: whole, resourceFieldRef }));
const keys = { items, name: text, optional: flag };

const projectedSource = optionalFields({
  configMap: optionalFields(keys),
  secret: optionalFields(keys),
  downwardAPI: optionalFields({ items: downwardItems }),
  serviceAccountToken: fields({ path: text }, { audience: text, expirationSeconds: whole }),
  clusterTrustBundle: fields({ path: text }, { labelSelector, name: text, optional: flag, signerName: text }),
  podCertificate: fields(
    { keyType: text, signerName: text },
    {
      certificateChainPath: text,
      credentialBundlePath: text,
      keyPath: text,
      maxExpirationSeconds: whole,
      userAnnotations: textMap,
    },
  ),
});

const driver = z.record(text, open);
/** Volumes that Kubernetes itself had a driver for: still read, hardly used, and left to the API server to judge. */
const oldDrivers = {
  awsElasticBlockStore: driver,
  azureDisk: driver,
  azureFile: driver,
  cephfs: driver,
  cinder: driver,
  fc: driver,
  flexVolume: driver,
  flocker: driver,
  gcePersistentDisk: driver,
  gitRepo: driver,
  glusterfs: driver,
  photonPersistentDisk: driver,
  portworxVolume: driver,
  quobyte: driver,
  rbd: driver,
  scaleIO: driver,
  storageos: driver,
  vsphereVolume: driver,
};

/** Sources of a volume that operators with types of their own know as well. */
export const commonSources = {
  csi: fields(
    { driver: text },
    { fsType: text, nodePublishSecretRef: nameRef, readOnly: flag, volumeAttributes: textMap },
  ),
  emptyDir: optionalFields({ medium: text, sizeLimit: quantity }),
  hostPath: fields({ path: text }, { type: text }),
  nfs: fields({ path: text, server: text }, { readOnly: flag }),
  persistentVolumeClaim: fields({ claimName: text }, { readOnly: flag }),
};

/** `volumes` of a pod. */
export const volumes = z.array(
  fields(
    { name: text },
    {
      ...oldDrivers,
      ...commonSources,
      configMap: optionalFields({ ...keys, defaultMode: whole }),
      secret: optionalFields({ items, optional: flag, secretName: text, defaultMode: whole }),
      projected: optionalFields({ defaultMode: whole, sources: z.array(projectedSource) }),
      downwardAPI: optionalFields({ defaultMode: whole, items: downwardItems }),
      ephemeral: optionalFields({
        volumeClaimTemplate: fields({ spec: claimSpec }, { metadata: driver }),
      }),
      image: optionalFields({ pullPolicy: text, reference: text }),
      iscsi: fields(
        { iqn: text, lun: whole, targetPortal: text },
        {
          chapAuthDiscovery: flag,
          chapAuthSession: flag,
          fsType: text,
          initiatorName: text,
          iscsiInterface: text,
          portals: texts,
          readOnly: flag,
          secretRef: nameRef,
        },
      ),
    },
  ),
);
