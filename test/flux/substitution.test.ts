import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { envsubst } from '../../lib/flux/envsubst.js';
import {
  displayVariables,
  escapeForSubstitution,
  fillVariables,
  variable,
  variablesIn,
} from '../../lib/flux/substitution.js';

const VALUES = new Map([
  ['CLUSTER_DOMAIN', 'home.example.org'],
  ['A', '$x ${A} $$'],
  ['_9', ''],
]);

/** Text as dashboards, scripts and configs have it at their worst. */
const literal = fc
  .array(
    fc.constantFrom(
      '$',
      '$',
      '$',
      '$',
      '{',
      '}',
      'A',
      '=',
      ':',
      '-',
      ' ',
      '\n',
      '(',
      '/',
      '#',
      '%',
      '^',
      '.',
      'é',
      '😀',
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));
const token = fc.constantFrom(...VALUES.keys()).map((name) => ({ name }));
const parts = fc.array(fc.oneof({ weight: 3, arbitrary: literal }, { weight: 2, arbitrary: token }), { maxLength: 12 });

describe('text survives Flux’s substitution', () => {
  test('literal text comes back byte for byte, and variables as their values', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const declared = all.map((part) => (typeof part === 'string' ? part : variable(part.name))).join('');
        const meant = all.map((part) => (typeof part === 'string' ? part : VALUES.get(part.name))).join('');
        expect(envsubst(escapeForSubstitution(declared), VALUES)).toBe(meant);
      }),
      { numRuns: 5_000 },
    );
  });

  test('any Unicode text without our stand-ins comes back', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !/[\uFDD0-\uFDEF]/.test(one));
    fc.assert(fc.property(text, (one) => expect(envsubst(escapeForSubstitution(one), new Map())).toBe(one)));
  });

  test.each([
    [`$${variable('A')}`, '$$${A}'],
    [`$$${variable('A')}`, '$$$$${A}'],
    [`$$$${variable('A')}`, '$$$$$$${A}'],
    [`${variable('A')}{`, '${A}{'],
    ['cost: $5', 'cost: $5'],
    ['$(date) $HOME', '$(date) $HOME'],
    ['${HOME:-/root}', '$${HOME:-/root}'],
  ])('%j stands as %j', (declared, expected) => {
    expect(escapeForSubstitution(declared)).toBe(expected);
  });

  test('a text without dollars is not changed', () => {
    expect(escapeForSubstitution('plain')).toBe('plain');
  });
});

describe('variables', () => {
  const host = `n8n.${variable('CLUSTER_DOMAIN')}:${variable('_9')}`;

  test('concatenate like any text, and are found again in order', () => {
    expect(variablesIn(host)).toEqual(['CLUSTER_DOMAIN', '_9']);
    expect(variablesIn('${CLUSTER_DOMAIN}')).toEqual([]);
  });

  test('are shown to people as Flux writes them', () => {
    expect(displayVariables(host)).toBe('n8n.${CLUSTER_DOMAIN}:${_9}');
  });

  test('are filled in for checks, with a stand-in for a value that nobody knows', () => {
    expect(fillVariables(host, VALUES)).toBe('n8n.home.example.org:');
    expect(fillVariables(host, new Map([['CLUSTER_DOMAIN', undefined]]))).toBe('n8n.unknown.example:unknown.example');
  });

  test.each(['', '1A', 'a-b', 'a b', '${A}', 'ä'])('the name %j is refused, since Flux could not read it', (name) => {
    expect(() => variable(name)).toThrow('invalid variable name');
  });
});
