import { Command } from 'commander';
import { type DeclaredRelease, declaredReleases } from '../flux/helm/find-release.js';
import { displayVariables, fillVariables, variablesIn } from '../flux/substitution.js';
import { emitYaml } from '../flux/yaml/emit.js';
import { InputError } from '../model/error.js';
import type { Json } from '../model/json.js';
import { plan } from '../synth/pipeline.js';
import { read } from '../synth/read.js';
import { addVariable, withGiven } from './given-variables.js';
import type { Done, Io, Platform } from './io.js';
import { selectClusters } from './select-clusters.js';

/** `npm run values`: the values of a HelmRelease as a file for helm (S4-27). Data on stdout, all else on stderr. */
export function valuesCommand(platform: Platform, io: Io, done: Done): Command {
  return new Command('values')
    .description('print the values of a HelmRelease, as `helm template` takes them')
    .argument('<cluster>', 'name of a cluster')
    .argument('<release>', 'name of the HelmRelease, or <namespace>/<name>')
    .option('--set <NAME=value>', 'value of a cluster variable (repeatable)', addVariable, new Map())
    .addHelpText(
      'after',
      '\nFor example: npm run --silent values -- home-ops romm --set SECRET_DOMAIN=home.example > values.yaml',
    )
    .action((cluster: string, release: string, { set }: { set: ReadonlyMap<string, string> }) => {
      printValues(platform, { cluster, release, set }, io);
      done(0);
    });
}

interface Wanted {
  readonly cluster: string;
  readonly release: string;
  readonly set: ReadonlyMap<string, string>;
}

function printValues(platform: Platform, { cluster, release, set }: Wanted, io: Io): void {
  const [definition] = selectClusters(platform, [cluster]);
  if (definition === undefined) return;
  const planned = plan(definition, read(io.root, [cluster]));
  const found = findRelease(declaredReleases(planned.cluster), release, cluster);
  const known = withGiven(planned.cluster, set);
  const left = new Set<string>();
  io.out(emitYaml(filled(found.values, known, left)).trimEnd());
  tell(found, left, io);
}

function findRelease(releases: readonly DeclaredRelease[], wanted: string, cluster: string): DeclaredRelease {
  const matches = releases.filter(({ namespace, name }) => wanted === name || wanted === `${namespace}/${name}`);
  const [found, ...others] = matches;
  const names = (list: readonly DeclaredRelease[]) => list.map(({ namespace, name }) => `${namespace}/${name}`);
  if (found === undefined) {
    throw new InputError(`${cluster} has no HelmRelease "${wanted}"`, `it has ${names(releases).join(', ') || 'none'}`);
  }
  if (others.length > 0)
    throw new InputError(`"${wanted}" is several HelmReleases`, `say ${names(matches).join(' or ')}`);
  return found;
}

/** Values with the variables that are known; the others stay as they are in Git. */
function filled(value: Json | undefined, known: ReadonlyMap<string, string | undefined>, left: Set<string>): Json {
  if (typeof value === 'string') {
    const values = new Map([...known].filter(([, given]) => given !== undefined));
    for (const name of variablesIn(value)) {
      if (values.has(name)) continue;
      left.add(name);
      values.set(name, `\${${name}}`);
    }
    return displayVariables(fillVariables(value, values));
  }
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map((item) => filled(item as Json, known, left));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, filled(member, known, left)]));
}

function tell({ name, namespace, chart, valuesFrom }: DeclaredRelease, left: ReadonlySet<string>, io: Io): void {
  for (const { kind, name: from, valuesKey = 'values.yaml', targetPath } of valuesFrom) {
    const place = targetPath === undefined ? '' : `, which goes to ${targetPath}`;
    io.err(`not among them: ${valuesKey} of ${kind} ${from}${place}`);
  }
  if (left.size > 0) {
    io.err(`still placeholders: ${[...left].join(', ')}`);
    io.err(`hint: ${[...left].map((one) => `--set ${one}=…`).join(' ')}`);
  }
  if (chart !== undefined) io.err(`helm template ${name} ${chart.join(' ')} --namespace ${namespace} -f values.yaml`);
}
