import { describe, expect, test } from '@jest/globals';
import { parseCreationRules, ruleFor } from '../../../lib/secrets/recipients/creation-rules.js';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { updateCreationRules } from '../../../lib/secrets/recipients/update-creation-rules.js';

const OWN = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

describe('.sops.yaml', () => {
  test('gets a rule for every cluster, with the example recipient until the owner names one', () => {
    const text = updateCreationRules({ paths: ['kubernetes/alpha/x.sops.yaml', 'kubernetes/b.eta/x.sops.yaml'] });
    expect(
      text,
    ).toBe(`# Who can open the files that \`npm run secrets\` and \`sops\` make. The first rule that matches decides.

creation_rules:
  - path_regex: kubernetes/alpha/.*\\.sops\\.yaml$
    encrypted_regex: ^(data|stringData)$
    age: ${EXAMPLE_RECIPIENT}
  - path_regex: kubernetes/b\\.eta/.*\\.sops\\.yaml$
    encrypted_regex: ^(data|stringData)$
    age: ${EXAMPLE_RECIPIENT}
`);
    expect(updateCreationRules({ text, paths: ['kubernetes/alpha/x.sops.yaml', 'kubernetes/b.eta/x.sops.yaml'] })).toBe(
      text,
    );
    expect(
      updateCreationRules({
        text,
        paths: ['kubernetes/alpha/x.sops.yaml', 'kubernetes/b.eta/x.sops.yaml'],
        recipient: OWN,
      }),
    ).toBe(text.replaceAll(EXAMPLE_RECIPIENT, OWN));
  });

  test('gives the owner’s recipient to the rule of the cluster at hand alone: each has a key pair of its own (S2-02)', () => {
    const paths = ['kubernetes/alpha/x.sops.yaml', 'kubernetes/beta/x.sops.yaml'];
    const text = updateCreationRules({ paths });
    const updated = parseCreationRules(updateCreationRules({ text, paths: paths.slice(1), recipient: OWN }));
    expect(paths.map((path) => ruleFor(updated, path)?.recipients)).toEqual([[EXAMPLE_RECIPIENT], [OWN]]);
  });

  test('keeps the rules and comments that are there, and adds what is missing for the same recipients', () => {
    const text = `creation_rules:
  # mine
  - path_regex: kubernetes/alpha/
    encrypted_regex: ^(data|stringData)$
    age:
      - ${OWN} # laptop
`;
    const updated = updateCreationRules({
      text,
      paths: ['kubernetes/alpha/x.sops.yaml', 'kubernetes/beta/x.sops.yaml'],
    });
    expect(updated.startsWith(text)).toBe(true);
    expect(ruleFor(parseCreationRules(updated), 'kubernetes/beta/x.sops.yaml')?.recipients).toEqual([OWN]);
  });

  test('is an error when it is open whom a new rule is for, or it is no configuration', () => {
    const text = `creation_rules: [{path_regex: ^a, age: ${OWN}}, {path_regex: ^b, age: ${EXAMPLE_RECIPIENT}}]\n`;
    expect(() => updateCreationRules({ text, paths: ['kubernetes/new/x.sops.yaml'] })).toThrow(/--age-recipient/);
    expect(() => parseCreationRules('[]')).toThrow(/no valid YAML map/);
    expect(() => parseCreationRules('creation_rules: [{path_regex: "("}]')).toThrow(/no regular expression/);
  });

  test('is read as sops reads it: the first match wins, lists, commas and key groups name recipients', () => {
    const rules = parseCreationRules(`creation_rules:
  - {path_regex: special/.*, key_groups: [{age: [a, b]}], encrypted_regex: x, mac_only_encrypted: true}
  - {age: "c, d"}
`);
    expect(ruleFor(rules, 'kubernetes/special/x')).toMatchObject({ recipients: ['a', 'b'], macOnlyEncrypted: true });
    expect(ruleFor(rules, 'anything')).toEqual({ recipients: ['c', 'd'], macOnlyEncrypted: false });
  });
});
