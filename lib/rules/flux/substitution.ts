import { type EnvsubstError, referencesIn } from '../../flux/envsubst.js';
import { field, isMap } from '../../flux/kustomize/built.js';
import { SUBSTITUTE } from '../../flux/tree/substitute-object.js';
import type { AppliedObject, FluxUnit, JsonPath, TreeFinding } from '../../flux/tree/view.js';
import type { Json } from '../../model/json.js';
import { didYouMean } from '../../model/names.js';
import { unitFaults } from '../kustomize/unit-faults.js';
import type { TreeRule } from '../tree-rule.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

/** Strict substitution fails a whole unit for one undefined variable or one shell expression (S1-25, S4-12, trap 12). */
export const substitution: TreeRule = {
  name: 'substitution',
  severity: 'error',
  description:
    'A text that Flux substitutes holds an undefined variable or a ${…} that Flux cannot parse, so that it refuses the whole Kustomization; or a variable stands where nothing is substituted, and reaches the cluster as it is.',
  remediation:
    'define the variable, write $${…} for what is none, or label the object kustomize.toolkit.fluxcd.io/substitute: disabled',
  sources: ['S1-25', 'S1-84', 'S1-85', 'S4-12', 'trap 12', 'trap 13', 'trap 69', 'VERIFIED: substitution'],
  *check(view) {
    for (const { unit, fault } of unitFaults(view, 'undefined-variable', 'unparsable')) {
      const { document: at, path = [], message } = fault;
      const close = fault.kind === 'undefined-variable' ? closest(message, unit) : undefined;
      yield { at, path, message, ...(close === undefined ? {} : { hint: `did you mean "${close}"?` }) };
    }
    const known = new Set(view.units.flatMap((unit) => [...unit.substitution.variables.keys()]));
    for (const unit of view.units) {
      if (unit.substitution.runs) yield* sealedText(unit);
      else {
        for (const at of unit.objects) {
          for (const { text, path } of texts(at.object, [])) yield* literal(at, text, path, known);
        }
      }
    }
  },
};

function closest(message: string, { substitution: { variables } }: FluxUnit): string | undefined {
  const name = /^variable (\S+) /.exec(message)?.[1];
  return name === undefined ? undefined : didYouMean(name, variables.keys());
}

/** What SOPS sealed is opened before Flux substitutes, so that nobody can see what it does to the values. */
function* sealedText(unit: FluxUnit): Iterable<TreeFinding> {
  for (const at of unit.objects) {
    if (!at.sealed || (at.id.kind === 'Secret' && at.object.stringData === undefined)) continue;
    if (['labels', 'annotations'].some((map) => field(at.object, 'metadata', map, SUBSTITUTE) === 'disabled')) continue;
    const path = at.id.kind === 'Secret' ? ['stringData'] : [];
    const message = 'is opened and then substituted: a $$ or ${…} in its values is changed';
    yield { at, path, message, hint: `label it ${SUBSTITUTE}: disabled` };
  }
}

/** Texts with a reference in them, wherever they stand. */
function texts(value: Json | undefined, path: JsonPath, found: { text: string; path: JsonPath }[] = []) {
  if (typeof value === 'string') {
    if (value.includes('${')) found.push({ text: value, path });
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) texts(item as Json, [...path, index], found);
  } else if (isMap(value)) {
    for (const key in value) texts(value[key], [...path, key], found);
  }
  return found;
}

function* literal(at: AppliedObject, text: string, path: JsonPath, known: ReadonlySet<string>): Iterable<TreeFinding> {
  const name = mayHold(text, known) ? variablesOf(text).find((one) => known.has(one)) : undefined;
  if (name !== undefined) {
    const message = `holds \${${name}}, and Kustomization ${at.unit?.name} substitutes nothing`;
    // A script in a ConfigMap may have a variable of its own with that name.
    const severity = path[0] === 'data' || path[0] === 'stringData' ? 'warning' : 'error';
    yield { at, path, message, severity, hint: 'add postBuild.substituteFrom' };
  }
  if (/\$\$\{[A-Za-z_][A-Za-z0-9_]*[}:=]/.test(text)) {
    const message = `holds an escaped $\${…}, and Kustomization ${at.unit?.name} substitutes nothing: both $ stay`;
    yield { at, path, message, hint: 'write one $, or substitute something', severity: 'warning' };
  }
}

/** `${name`, also where one stands within another. */
const NAMED = /\$\{#?([\p{L}\p{Nd}_]+)/gu;

/** Reading a dashboard's text takes a while, and what it holds is hardly ever a variable of ours. */
function mayHold(text: string, known: ReadonlySet<string>): boolean {
  for (const [, name = ''] of text.matchAll(NAMED)) if (known.has(name)) return true;
  return false;
}

function variablesOf(text: string): string[] {
  try {
    return referencesIn(text).map(({ name }) => name);
  } catch (error) {
    if ((error as EnvsubstError).code === undefined) throw error;
    return [...text.matchAll(/(?<!\$)\$\{(\w+)[}:=]/g)].map((found) => found[1] as string);
  }
}
