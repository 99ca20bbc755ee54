import { parseDocument } from 'yaml';
import { unitGraph, unitKey } from '../../../lib/flux/tree/unit-graph.js';
import type { FluxUnit } from '../../../lib/flux/tree/view.js';
import { hasFailed } from '../await-ready.js';
import type { LiveCluster } from '../live-cluster.js';
import { waitUntil } from '../system/wait-until.js';
import { heldBackBy } from './held-back.js';
import { withEdits } from './restore.js';
import type { Scenario } from './scenario.js';

const FILE = 'e2e-variable.yaml';

/** A fault, and what Flux has to say of it. */
interface Fault {
  readonly unit: FluxUnit;
  readonly says: RegExp;
  make(): void;
}

export const FAULTS_SHOWN: Scenario = {
  name: 'a missing variable and a path that is gone fail where they should',
  async run(live) {
    const { view } = live;
    const graph = unitGraph(view);
    const rows = view.units.map((unit) => ({ unit, behind: heldBackBy(view, unit) }));
    // With the fewest behind them, none above all: those are not looked at meanwhile.
    const chosen = rows
      .filter(({ unit }) => unit.path !== undefined && graph.children(unit).length === 0)
      .sort((a, b) => a.behind.length - b.behind.length);
    const substitutes = chosen.find(({ unit }) => unit.substitution.runs)?.unit;
    const moved = chosen.find(({ unit }) => unit !== substitutes)?.unit;
    const faults = [
      ...(substitutes === undefined ? [] : [missingVariable(live, substitutes)]),
      ...(moved === undefined ? [] : [missingPath(live, moved)]),
    ];
    const partly = substitutes === undefined ? { partly: 'no unit of the tree has variables; the path was tried' } : {};
    const findings = await withEdits(
      live,
      'a missing variable and a missing path',
      () => {
        for (const { make } of faults) make();
      },
      async () => {
        const found: { subject: string; message: string }[] = [];
        for (const { unit, says } of faults) {
          const state = () => live.observer.states.get(unitKey(unit));
          await waitUntil(`${unitKey(unit)} to fail`, 60_000, () => (hasFailed(state()) ? true : undefined));
          if (!says.test(state()?.message ?? ''))
            found.push({ subject: unitKey(unit), message: `does not say ${says}: ${state()?.message}` });
        }
        const held = faults.flatMap(({ unit }) => [unit, ...heldBackBy(view, unit)]);
        const faulty = new Set(held.map(unitKey));
        const { rest } = await live.awaitReady(live.keys.filter((key) => !faulty.has(key)));
        found.push(...rest.map(({ key, state }) => ({ subject: key, message: `has no fault: ${state?.message}` })));
        return found;
      },
    );
    return { findings, ...partly };
  },
};

function missingVariable({ copy, cluster }: LiveCluster, unit: FluxUnit): Fault {
  const config = `${unit.path}/kustomization.yaml`;
  const { namespace } = cluster.flux;
  const object = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: e2e-variable\n  namespace: ${namespace}\ndata:\n  value: \${E2E_MISSING}\n`;
  return {
    unit,
    says: /E2E_MISSING/,
    make() {
      copy.write(`${unit.path}/${FILE}`, object);
      copy.write(config, copy.text(config).replace(/^resources:\n/m, `resources:\n  - ./${FILE}\n`));
    },
  };
}

function missingPath({ copy }: LiveCluster, unit: FluxUnit): Fault {
  const { file } = unit.kustomization.document;
  return {
    unit,
    says: /e2e-gone/,
    make() {
      const parts = copy.text(file).split(/^(?=---$)/m);
      const edited = parts.map((part) => {
        const document = parseDocument(part.replace(/^---\n/, ''));
        if (document.getIn(['metadata', 'name']) !== unit.name) return part;
        return part.replace(/^( {2}path: ).*$/m, '$1./e2e-gone');
      });
      copy.write(file, edited.join(''));
    },
  };
}
