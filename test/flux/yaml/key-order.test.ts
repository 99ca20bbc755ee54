import { expect, test } from '@jest/globals';
import { compareKeys, sortKeys } from '../../../lib/flux/yaml/key-order.js';

test.each([
  ['an object', 'apiVersion kind metadata spec status'],
  ['a Secret', 'apiVersion kind metadata type data stringData immutable'],
  ['metadata', 'name namespace labels annotations finalizers'],
  ['a container', 'name image imagePullPolicy command args env ports resources securityContext volumeMounts'],
  ['a subject', 'apiGroup kind name namespace'],
  ['an alert', 'alert expr for labels annotations'],
  ['a pod template', 'metadata spec'],
  ['ports that look like numbers', '10 100 9'],
])('%s has the order that people expect', (_, text) => {
  const keys = text.split(' ');
  expect(sortKeys([...keys].reverse())).toEqual(keys);
  expect([...keys].reverse().sort(compareKeys)).toEqual(keys);
});
