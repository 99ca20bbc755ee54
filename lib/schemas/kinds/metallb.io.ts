import * as z from 'zod';
import { duration, fields, flag, labelSelector, optionalFields, text, texts, whole } from './field-types.js';
import type { ZodKinds } from './zod-kind.js';

const selectors = z.array(labelSelector);

/** `10.0.0.0/24`, `10.0.0.10-10.0.0.20`: whether the addresses are any good is a rule's to say. */
const addresses = z.string().regex(/^\s*\S+(\/\d{1,3}|\s*-\s*\S+)\s*$/, 'neither CIDR nor range (first-last)');

const pool = fields(
  { addresses: z.array(addresses) },
  {
    autoAssign: flag,
    avoidBuggyIPs: flag,
    serviceAllocation: optionalFields({
      namespaces: texts,
      namespaceSelectors: selectors,
      serviceSelectors: selectors,
      priority: whole,
    }),
  },
);

/** Which pools are announced, from which nodes, for which services. */
const announced = {
  ipAddressPools: texts,
  ipAddressPoolSelectors: selectors,
  nodeSelectors: selectors,
  serviceSelectors: selectors,
};

const asn = z.int().min(0).max(4294967295);

const peer = fields(
  { myASN: asn },
  {
    peerASN: asn,
    dynamicASN: z.enum(['internal', 'external']),
    localASN: z.int().min(1).max(4294967295),
    peerAddress: text,
    interface: text,
    peerPort: z.int().min(1).max(16384),
    sourceAddress: text,
    routerID: text,
    vrf: text,
    holdTime: duration,
    keepaliveTime: duration,
    connectTime: duration,
    password: text,
    passwordSecret: optionalFields({ name: text, namespace: text }),
    bfdProfile: text,
    nodeSelectors: selectors,
    ebgpMultiHop: flag,
    enableGracefulRestart: flag,
    disableMP: flag,
    dualStackAddressFamily: flag,
  },
).refine(({ peerASN, dynamicASN }) => (peerASN ?? 0) === 0 || dynamicASN === undefined, {
  message: 'has both peerASN and dynamicASN',
});

const echo = z.int().min(10).max(60000);

/** MetalLB: addresses of services, and how they are announced. Source: its API reference. */
export const KINDS = {
  IPAddressPool: { version: 'v1beta1', scope: 'Namespaced', schema: fields({ spec: pool }, {}) },
  L2Advertisement: {
    version: 'v1beta1',
    scope: 'Namespaced',
    schema: optionalFields({ spec: optionalFields({ ...announced, interfaces: texts }) }),
  },
  BGPAdvertisement: {
    version: 'v1beta1',
    scope: 'Namespaced',
    schema: optionalFields({
      spec: optionalFields({
        ...announced,
        aggregationLength: z.int().min(1).max(32),
        aggregationLengthV6: z.int().min(1).max(128),
        communities: texts,
        localPref: whole,
        peers: texts,
      }),
    }),
  },
  BGPPeer: { version: 'v1beta2', scope: 'Namespaced', schema: fields({ spec: peer }, {}) },
  Community: {
    version: 'v1beta1',
    scope: 'Namespaced',
    schema: optionalFields({
      spec: optionalFields({ communities: z.array(optionalFields({ name: text, value: text })) }),
    }),
  },
  BFDProfile: {
    version: 'v1beta1',
    scope: 'Namespaced',
    schema: optionalFields({
      spec: optionalFields({
        receiveInterval: echo,
        transmitInterval: echo,
        echoInterval: echo,
        echoMode: flag,
        detectMultiplier: z.int().min(2).max(255),
        minimumTtl: z.int().min(1).max(254),
        passiveMode: flag,
      }),
    }),
  },
} as const satisfies ZodKinds;
