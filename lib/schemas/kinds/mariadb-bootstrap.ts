import * as z from 'zod';
import { fields, flag, keyRef, labelSelector, nameRef, optionalFields, text, texts } from './field-types.js';
import { job, resources, volumeSource } from './mariadb-parts.js';

const tls = optionalFields({ caSecretKeyRef: keyRef, enabled: flag });

const s3 = fields(
  { bucket: text, endpoint: text },
  {
    accessKeyIdSecretKeyRef: keyRef,
    secretAccessKeySecretKeyRef: keyRef,
    sessionTokenSecretKeyRef: keyRef,
    prefix: text,
    region: text,
    ssec: fields({ customerKeySecretKeyRef: keyRef }, {}),
    tls,
  },
);

const azureBlob = fields(
  { containerName: text, serviceURL: text },
  { prefix: text, storageAccountKey: keyRef, storageAccountName: text, tls },
);

/** What a new server starts from. */
export const bootstrapFrom = optionalFields({
  azureBlob,
  backupContentType: z.enum(['Logical', 'Physical']),
  backupRef: optionalFields({ kind: text, name: text }),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal']),
  pointInTimeRecoveryRef: nameRef,
  restoreJob: job,
  s3,
  stagingStorage: optionalFields({
    persistentVolumeClaim: optionalFields({
      accessModes: texts,
      resources,
      selector: labelSelector,
      storageClassName: text,
    }),
    volume: volumeSource,
  }),
  targetRecoveryTime: z.iso.datetime({ offset: true }),
  volume: volumeSource,
  volumeSnapshotRef: nameRef,
});

/** What a new replica starts from. */
export const replicaBootstrap = fields({ physicalBackupTemplateRef: nameRef }, { restoreJob: job });
