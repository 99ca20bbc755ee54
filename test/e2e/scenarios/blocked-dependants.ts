import { unitGraph, unitKey } from '../../../lib/flux/tree/unit-graph.js';
import { hasFailed, isReadyAt } from '../await-ready.js';
import { waitUntil } from '../system/wait-until.js';
import { heldBackBy } from './held-back.js';
import { withEdits } from './restore.js';
import type { Scenario } from './scenario.js';

const FILE = 'e2e-broken.yaml';
const BROKEN = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: e2e-broken\n  namespace: e2e-nowhere\n';

export const BLOCKED_DEPENDANTS: Scenario = {
  name: 'a unit that fails holds back its dependants, and nobody else',
  async run(live) {
    const { copy, view } = live;
    const graph = unitGraph(view);
    const dependants = new Map(view.units.map((unit) => [unit, heldBackBy(view, unit)]));
    const [failing, held = []] =
      [...dependants]
        .filter(([unit, units]) => units.length > 0 && graph.children(unit).length === 0)
        .sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
    if (failing?.path === undefined) return { without: 'no unit depends on another' };
    const config = `${failing.path}/kustomization.yaml`;
    return withEdits(
      live,
      'a unit that cannot be applied',
      () => {
        copy.write(`${failing.path}/${FILE}`, BROKEN);
        copy.write(config, copy.text(config).replace(/^resources:\n/m, `resources:\n  - ./${FILE}\n`));
      },
      async () => {
        const heldKeys = new Set(held.map(unitKey));
        const free = view.units.filter((unit) => unit !== failing && !heldKeys.has(unitKey(unit))).map(unitKey);
        const state = () => live.observer.states.get(unitKey(failing));
        await waitUntil(`${unitKey(failing)} to fail`, 60_000, () => (hasFailed(state()) ? true : undefined));
        const { rest } = await live.awaitReady(free);
        const findings = rest.map(({ key, state: one }) => ({
          subject: key,
          message: `does not depend on ${failing.name}: ${one?.message}`,
        }));
        const through = [...heldKeys].filter((key) => isReadyAt(live.observer.states.get(key), live.commit));
        findings.push(
          ...through.map((subject) => ({ subject, message: `went on although ${failing.name} had failed` })),
        );
        if (!state()?.message.includes('e2e-nowhere'))
          findings.push({ subject: unitKey(failing), message: `its message does not say why: ${state()?.message}` });
        return { findings };
      },
    );
  },
};
