import * as z from 'zod';
import { fields, flag, optionalFields, optionalKeyRef, quantity, text } from './field-types.js';

export const fieldRef = fields({ fieldPath: text }, { apiVersion: text });
export const resourceFieldRef = fields({ resource: text }, { containerName: text, divisor: quantity });

/** Where a value comes from, as pods say it. */
export const valueFrom = optionalFields({
  configMapKeyRef: optionalKeyRef,
  secretKeyRef: optionalKeyRef,
  fieldRef,
  resourceFieldRef,
  fileKeyRef: fields({ key: text, path: text, volumeName: text }, { optional: flag }),
});

/** `env` of a container. */
export const env = z.array(fields({ name: text }, { value: text, valueFrom }));

const source = optionalFields({ name: text, optional: flag });
/** `envFrom` of a container. */
export const envFrom = z.array(optionalFields({ configMapRef: source, secretRef: source, prefix: text }));

const quantities = z.record(text, quantity);
/** `resources` of a container. */
export const resources = optionalFields({
  limits: quantities,
  requests: quantities,
  claims: z.array(fields({ name: text }, { request: text })),
});
/** What a volume claim asks for. */
export const claimResources = optionalFields({ limits: quantities, requests: quantities });
