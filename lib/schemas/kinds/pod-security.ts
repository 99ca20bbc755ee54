import * as z from 'zod';
import { fields, flag, optionalFields, text, texts, whole } from './field-types.js';

const profile = fields({ type: z.enum(['RuntimeDefault', 'Localhost', 'Unconfined']) }, { localhostProfile: text });
const seLinuxOptions = optionalFields({ level: text, role: text, type: text, user: text });
const windowsOptions = optionalFields({
  gmsaCredentialSpec: text,
  gmsaCredentialSpecName: text,
  hostProcess: flag,
  runAsUserName: text,
});

/** Whom a process runs as. */
const user = { runAsUser: whole, runAsGroup: whole, runAsNonRoot: flag };
export const capabilities = optionalFields({ add: texts, drop: texts });

/** `securityContext` of a container. */
export const securityContext = optionalFields({
  ...user,
  allowPrivilegeEscalation: flag,
  capabilities,
  privileged: flag,
  procMount: z.enum(['Default', 'Unmasked']),
  readOnlyRootFilesystem: flag,
  appArmorProfile: profile,
  seccompProfile: profile,
  seLinuxOptions,
  windowsOptions,
});

/** `securityContext` of a pod. */
export const podSecurityContext = optionalFields({
  ...user,
  fsGroup: whole,
  fsGroupChangePolicy: z.enum(['Always', 'OnRootMismatch']),
  supplementalGroups: z.array(whole),
  supplementalGroupsPolicy: z.enum(['Merge', 'Strict']),
  seLinuxChangePolicy: z.enum(['MountOption', 'Recursive']),
  sysctls: z.array(fields({ name: text, value: text }, {})),
  appArmorProfile: profile,
  seccompProfile: profile,
  seLinuxOptions,
  windowsOptions,
});
