import * as z from 'zod';
import { fields, flag, open, optionalFields, text, textMap, texts, whole } from './field-types.js';

const owner = fields(
  { apiVersion: text, kind: text, name: text, uid: text },
  { blockOwnerDeletion: flag, controller: flag },
);

/** `metadata` of an object in a cluster; what only the API server writes is let through. */
export const objectMeta = optionalFields({
  name: text,
  generateName: text,
  namespace: text,
  labels: textMap,
  annotations: textMap,
  finalizers: texts,
  ownerReferences: z.array(owner),
  creationTimestamp: open,
  deletionGracePeriodSeconds: whole,
  deletionTimestamp: open,
  generation: whole,
  managedFields: open,
  resourceVersion: text,
  selfLink: text,
  uid: text,
});
