import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { secretsCommand } from '../../../lib/cli/secrets/command.js';
import type { SecretsHost } from '../../../lib/cli/secrets/host.js';

/** Commands that do something, below those that only group. */
function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

// Declaring a command asks nothing of its host.
const commands = leaves(secretsCommand({} as SecretsHost));

describe('every secrets command', () => {
  test('is here', () => {
    expect(commands.map((command) => command.name()).sort()).toEqual([
      ...['backup', 'edit', 'flux-key', 'import', 'init', 'keygen', 'load', 'pull-test', 'restore', 'rotate'],
      ...['sealing-key', 'set', 'show', 'status', 'updatekeys', 'verify'],
    ]);
  });

  test.each(commands.map((command) => [command.name(), command] as const))(
    '%s says in its help what it does, and can answer as JSON',
    (_, command) => {
      expect(command.helpInformation()).toMatch(/\n\n[a-z]/);
      expect(command.options.map(({ long }) => long)).toContain('--json');
      for (const { flags, description } of command.options) expect([flags, description]).not.toContain('');
    },
  );

  test.each(commands.map((command) => [command.name(), command] as const))(
    '%s takes no value of a secret as an option, where everybody on the machine could read it',
    (_, command) => {
      const takesText = command.options.filter(({ required, optional }) => required || optional);
      const harmless =
        /^--(?:out|age-key|age-recipient|cluster|answers|file|env|as|rename|key|esc|stack|stack-dir|only|context|namespace|image|secret|timeout|bits|value)$/;
      expect(takesText.map(({ long }) => long).filter((long) => !harmless.test(long ?? ''))).toEqual([]);
    },
  );
});
