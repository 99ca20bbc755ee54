import type { JsonObject } from '../../../lib/model/json.js';
import { type DamageClass, damaged, misspell, oneOf, removeField, setField } from '../damage.js';
import type { IntactTree, Victim } from '../intact-tree.js';
import { targetsOf } from './network.js';

/** What watches the cluster, and fails without a sound. */
export const monitoring: readonly DamageClass[] = [
  {
    name: 'monitor-selector',
    weight: 3,
    harm: 'the monitor matches no Service: nothing is scraped, and alerts on it stay silent',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(
          /^spec\.selector\.matchLabels\.[^\s]+$/,
          ({ object }) => object.kind === 'ServiceMonitor' && watched(tree, object.object, object.namespace),
        ),
      ),
  },
  {
    name: 'monitor-port',
    weight: 3,
    harm: 'the Service has no port of that name: nothing is scraped',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(/^spec\.endpoints\.\[\]\.port$/, ({ object }) => watched(tree, object.object, object.namespace)),
      ),
  },
  {
    name: 'service-label-removed',
    weight: 2,
    harm: 'the ServiceMonitor that looks for the label matches the Service no more: nothing is scraped',
    damage(tree, random) {
      const labels = tree.victims(/^metadata\.labels\.[^\s]+$/, ({ object, value }) => {
        const monitors = tree.ofKind('ServiceMonitor').filter(({ namespace }) => namespace === object.namespace);
        return (
          object.kind === 'Service' &&
          targetsOf(tree, object).length > 0 &&
          monitors.some((one) => JSON.stringify(one.object).includes(`"${value}"`))
        );
      });
      return removeField(tree, random, labels);
    },
  },
  {
    name: 'service-port-renamed',
    weight: 2,
    harm: 'the ServiceMonitor names the port by its old name: nothing is scraped',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(/^spec\.ports\.\[\]\.name$/, ({ object, value }) => {
          const monitors = tree
            .ofKind('ServiceMonitor')
            .filter(({ namespace, name }) => namespace === object.namespace && name === object.name);
          return (
            object.kind === 'Service' &&
            monitors.some((one) =>
              tree.places(one).some((place) => /endpoints\.\[\]\.port$/.test(place.pattern) && place.value === value),
            )
          );
        }),
      ),
  },
  {
    name: 'dashboard-label',
    weight: 2,
    harm: 'Grafana’s sidecar looks for the label and loads no dashboard without it (trap 27)',
    damage(tree, random) {
      const config = random.pick(tree.configs.filter(({ file }) => tree.text(file).includes('grafana_dashboard')));
      if (config === undefined) return undefined;
      const wrong =
        random.pick(['grafana_dashboards: "1"', 'grafana-dashboard: "1"', 'grafana_dashboard: "true"']) ?? '';
      const text = tree.text(config.file).replace('grafana_dashboard: "1"', wrong);
      return damaged(tree, { [config.file]: text }, `label ${wrong}`, config.file);
    },
  },
  {
    name: 'dashboard-broken',
    weight: 1,
    harm: 'Grafana cannot read the file and shows no such dashboard',
    damage(tree, random) {
      const file = random.pick([...tree.files.keys()].filter((path) => path.endsWith('.json')));
      if (file === undefined) return undefined;
      const text = tree.text(file);
      return damaged(tree, { [file]: text.slice(0, 100 + random.below(text.length - 200)) }, 'was cut off', file);
    },
  },
  {
    name: 'alert-nobody-gets',
    weight: 2,
    harm: 'the alert goes to the receiver that tells nobody (trap 28)',
    damage: (tree, random) => {
      // Those of severity info have no route but the one of their tier.
      const tiers = tree.victims(
        /^spec\.groups\.\[\]\.rules\.\[\]\.labels\.tier$/,
        (victim) => labelsOf(victim).severity === 'info',
      );
      return oneOf(
        random,
        () => misspell(tree, random, tiers),
        () => removeField(tree, random, tiers),
      );
    },
  },
  {
    name: 'alert-expression-broken',
    weight: 2,
    harm: 'Prometheus cannot read the rule: the operator drops the whole group, or Prometheus keeps its old rules',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(/^spec\.groups\.\[\]\.rules\.\[\]\.expr$/, ({ value }) => /[)\]}]/.test(String(value))),
      );
      if (victim === undefined) return undefined;
      const text = String(victim.value);
      const broken = random.pick([text.replace(/[)}]/, ''), `${text} and`, text.replace(/[({]/, '')]);
      return setField(tree, victim, broken);
    },
  },
  {
    name: 'alert-receiver-unknown',
    weight: 1,
    harm: 'Alertmanager refuses its configuration: no alert reaches anybody',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(/alertmanager\.config\.route\..*receiver$/, ({ value }) => value !== 'null'),
      ),
  },
  {
    name: 'alert-file-unknown',
    weight: 1,
    harm: 'Alertmanager reads the address of its receiver from a file that is not there: no alert reaches anybody',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/webhook_configs\.\[\]\.url_file$/));
      return victim && setField(tree, victim, String(victim.value).replace(/\/url$/, '/webhook'));
    },
  },
];

/** Whether a monitor finds a Service of the tree. */
function watched(tree: IntactTree, monitor: JsonObject, namespace: string): boolean {
  const { selector } = monitor.spec as { selector?: { matchLabels?: Record<string, unknown> } };
  const wanted = Object.entries(selector?.matchLabels ?? {});
  return tree.ofKind('Service').some((service) => {
    const { labels = {} } = service.object.metadata as { labels?: Record<string, unknown> };
    return service.namespace === namespace && wanted.every(([key, value]) => labels[key] === value);
  });
}

function labelsOf({ object, steps }: Victim): Record<string, unknown> {
  return steps
    .slice(0, -1)
    .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], object.object) as Record<string, unknown>;
}
