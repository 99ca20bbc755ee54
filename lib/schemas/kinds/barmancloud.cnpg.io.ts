import * as z from 'zod';
import { fields, flag, optionalFields, text, textMap, texts, whole } from './field-types.js';
import { env, resources } from './pod-environment.js';
import type { ZodKinds } from './zod-kind.js';

const secretKey = fields({ key: text, name: text }, {});
const encryption = z.enum(['AES256', 'aws:kms']);
const atLeastOne = z.int().min(1);
const algorithms = ['bzip2', 'gzip', 'lz4', 'snappy'] as const;

const configuration = fields(
  { destinationPath: text.min(1) },
  {
    endpointURL: text,
    endpointCA: secretKey,
    serverName: text,
    tags: textMap,
    historyTags: textMap,
    s3Credentials: optionalFields({
      accessKeyId: secretKey,
      secretAccessKey: secretKey,
      sessionToken: secretKey,
      region: secretKey,
      inheritFromIAMRole: flag,
    }),
    azureCredentials: optionalFields({
      connectionString: secretKey,
      storageAccount: secretKey,
      storageKey: secretKey,
      storageSasToken: secretKey,
      inheritFromAzureAD: flag,
      useDefaultAzureCredentials: flag,
    }),
    googleCredentials: optionalFields({ applicationCredentials: secretKey, gkeEnvironment: flag }),
    data: optionalFields({
      compression: z.enum(algorithms),
      encryption,
      jobs: atLeastOne,
      immediateCheckpoint: flag,
      additionalCommandArgs: texts,
      restoreAdditionalCommandArgs: texts,
    }),
    wal: optionalFields({
      compression: z.enum([...algorithms, 'xz', 'zstd']),
      encryption,
      maxParallel: atLeastOne,
      archiveAdditionalCommandArgs: texts,
      restoreAdditionalCommandArgs: texts,
    }),
  },
);

const sidecar = optionalFields({
  additionalContainerArgs: texts,
  env,
  logLevel: z.enum(['error', 'warning', 'info', 'debug', 'trace']),
  resources,
  retentionPolicyIntervalSeconds: whole,
});

/** CloudNativePG's Barman Cloud plugin: where backups go. Source: the plugin's documentation. */
export const KINDS = {
  ObjectStore: {
    version: 'v1',
    scope: 'Namespaced',
    schema: fields(
      {
        spec: fields(
          { configuration },
          {
            instanceSidecarConfiguration: sidecar,
            retentionPolicy: z.string().regex(/^[1-9][0-9]*[dwm]$/, 'no age such as 30d, 4w or 6m'),
          },
        ),
      },
      {},
    ),
  },
} as const satisfies ZodKinds;
