import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { literalText, templateText } from '../../../lib/constructs/secrets/external-secrets/go-template.js';
import { resolveValue } from '../../../lib/constructs/secrets/external-secrets/resolve-value.js';
import {
  dockerConfig,
  fold,
  joined,
  text,
  type Value,
} from '../../../lib/constructs/secrets/external-secrets/value.js';
import { variable } from '../../../lib/index.js';
import type { SecretDeclaration, SecretOperand, SecretSource } from '../../../lib/model/secret.js';
import { dockerConfigJson } from '../../../lib/secrets/sources/docker-config.js';
import { fillTemplate, templatePlaces } from '../../../lib/secrets/sources/template.js';

const RUNS = { numRuns: 300 };

/** Value of the only key of a secret. */
function foldedValue(source: SecretSource): Value {
  const declaration: SecretDeclaration = {
    ...{ name: 's', namespace: 'n', type: 'Opaque', labels: {}, annotations: {} },
    keys: { k: { source } },
  };
  const values = { find: () => declaration, ours: () => true, made: () => undefined, entry: () => ({ key: 'e' }) };
  return fold(resolveValue({ namespace: 'n', name: 's', key: 'k' }, values));
}

const textWithPlaces = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('{', '}', '{a}', '{b}', '${a}', '{{', '}}', '{{ .x }}')))
  .map((parts) => parts.join(''));
const read: Value = { kind: 'read', reading: { at: 'store', key: 'e', property: 'p' } };
const named = () => 'p';

describe('what External Secrets makes of constants is what sealing makes of them', () => {
  test('templates', () => {
    fc.assert(
      fc.property(textWithPlaces, fc.string(), fc.string(), (template, a, b) => {
        fc.pre(templatePlaces(template).every((name) => name === 'a' || name === 'b'));
        const operands: Record<string, SecretOperand> = { a: { constant: a }, b: { constant: b } };
        const value = foldedValue({ from: 'template', text: template, operands });
        expect(value).toEqual(text(fillTemplate(template, { a, b })));
      }),
      RUNS,
    );
  });

  test('pull secrets', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (registry, username, password) => {
        const folded = fold(dockerConfig(registry, text(username), text(password)));
        expect(folded).toEqual(text(dockerConfigJson(registry, username, password)));
      }),
      RUNS,
    );
  });
});

describe('clear text in a template', () => {
  /** As Go reads it, where the only actions print a string: everything else would not parse. */
  const printed = (template: string): string => {
    const left = template.replace(
      /\{\{ ("(?:[^"\\]|\\.)*") \}\}/g,
      (_, string: string) => `\uE000${JSON.parse(string)}`,
    );
    const rest = left.replace(/\uE000\{+/g, '');
    if (rest.includes('{{') || /\{$/.test(rest)) throw new Error(`an action is left in ${template}`);
    return left.replaceAll('\uE000', '');
  };

  test('comes out as it is, whatever braces are in it', () => {
    const clear = textWithPlaces.filter((one) => !one.includes('\uE000'));
    fc.assert(
      fc.property(clear, (one) => expect(printed(literalText(one))).toBe(one)),
      RUNS,
    );
  });

  test('never joins its last brace to an action that follows', () => {
    expect(templateText(fold(joined(text('{"a":{'), read)), named)).toBe('{"a":{{ "{" }}{{ .p }}');
  });
});

// Each of these was run through the template engine of External Secrets 2.9 itself.
describe('functions', () => {
  test('a pull secret quotes both, and encodes user:password', () => {
    expect(templateText(fold(dockerConfig('ghcr.io', text('robot'), read)), named)).toBe(
      '{"auths":{"ghcr.io":{"username":"robot","password":{{ .p | toJson }},"auth":"{{ printf "%s%s" "robot:" .p | b64enc }}"}}}',
    );
  });

  test('an operand in a URL is percent-encoded, spaces too', () => {
    const source = { from: 'template', text: 'u:{p}', operands: { p: { constant: 'a b/@' } }, encode: 'url' } as const;
    expect(foldedValue(source)).toEqual(text('u:a%20b%2F%40'));
    expect(templateText({ kind: 'call', name: 'urlEncode', of: read }, named)).toBe(
      '{{ .p | urlquery | replace "+" "%20" }}',
    );
  });

  test('a cluster variable is left to Flux: its name must not be encoded in its place', () => {
    const encoded: Value = { kind: 'call', name: 'b64enc', of: text(variable('HOST')) };
    expect(templateText(fold(encoded), named)).toBe(`{{ "${variable('HOST')}" | b64enc }}`);
  });
});
