import * as z from 'zod';
import { parseAddress, readAddresses } from '../network/address-range.js';
import { CLUSTER_PARTS } from './cluster-parts.js';

const text = z.string().min(1, 'is empty');
const parts = Object.keys(CLUSTER_PARTS) as (keyof typeof CLUSTER_PARTS)[];

const pattern = z.strictObject({
  group: z.string().optional(),
  kind: text,
  namespace: text.optional(),
  name: text,
});

/** What somebody else owns, as settings say it. One that names nothing bounds nothing, which nobody means. */
export const boundarySchema = z
  .strictObject({
    owner: text,
    reason: z.string().min(1, 'say why'),
    parts: z.array(z.enum(parts)).optional(),
    objects: z.array(pattern).optional(),
    charts: z.array(text).optional(),
    groups: z.array(text).optional(),
  })
  .refine(
    ({ parts: named, objects, charts, groups }) => [named, objects, charts, groups].some((list) => list?.length),
    {
      message: 'names no part, object, chart or group',
    },
  );

const address = z.string().refine((one) => parseAddress(one) !== undefined, { message: 'an IPv4 or IPv6 address' });
const range = z
  .string()
  .refine((one) => readAddresses(one) !== undefined, { message: 'an address, a network or a range of addresses' });

/** Addresses of a cluster, as settings say them. */
export const addressesSchema = z.strictObject({
  api: z.array(address).optional(),
  nodes: z.array(range).optional(),
  internal: z.array(range).optional(),
  public: z.array(address).optional(),
});
