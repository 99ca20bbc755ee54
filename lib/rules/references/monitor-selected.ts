import { installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap } from '../../flux/kustomize/built.js';
import { selects } from '../../flux/label-selector.js';
import { labelsOf, selectNamespaces } from '../../flux/presence/namespaces.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';

const GROUP = 'monitoring.coreos.com';
/** Kinds that Prometheus reads, with the word that its selectors begin with. */
const KINDS = [
  ['PrometheusRule', 'rule'],
  ['ServiceMonitor', 'serviceMonitor'],
  ['PodMonitor', 'podMonitor'],
  ['Probe', 'probe'],
  ['ScrapeConfig', 'scrapeConfig'],
] as const;

/** Rules and monitors that no Prometheus of the tree looks at. */
export const monitorSelected: TreeRule = {
  name: 'monitor-selected',
  severity: 'error',
  description:
    'No Prometheus of the tree selects the labels or the namespace of a PrometheusRule or monitor: it is ignored ' +
    'without a word, and its alerts never fire.',
  remediation: 'give it the label that the stack asks for (release: <release name>), or widen the stack’s selectors',
  sources: ['S1-85', 'S1-86', 'trap 27', 'VERIFIED: Monitoring'],
  *check(view) {
    const readers = readersOf(view);
    if (readers.length === 0) return;
    for (const [kind, word] of KINDS) {
      for (const at of view.index.ofKind(GROUP, kind)) {
        if (readers.some((reader) => reads(view, reader, word, at))) continue;
        const wanted = readers.map(({ spec, name }) => `${name} asks for ${show(spec[`${word}Selector`])}`);
        yield {
          at,
          path: ['metadata', 'labels'],
          message: 'is selected by no Prometheus of the tree',
          hint: wanted.join('; '),
        };
      }
    }
  },
};

/** A Prometheus with its selectors as it gets them. */
interface Reader {
  readonly name: string;
  readonly namespace: string;
  readonly spec: JsonObject;
}

function readersOf(view: TreeView): Reader[] {
  const own = ['Prometheus', 'PrometheusAgent', 'ThanosRuler'].flatMap((kind) =>
    view.index.ofKind(GROUP, kind).map(({ id, object }) => reader(id.name, id.namespace, object.spec)),
  );
  const stacks = installsOf(view, ['kube-prometheus-stack']).map(({ release, namespace, values }) => {
    const spec = mapOf(field(values, 'prometheus', 'prometheusSpec'));
    const filled = KINDS.map(([, word]) => [`${word}Selector`, stackSelector(spec, word, release)] as const);
    const everywhere = KINDS.map(
      ([, word]) => [`${word}NamespaceSelector`, spec[`${word}NamespaceSelector`] ?? {}] as const,
    );
    return reader(release, namespace, { ...spec, ...Object.fromEntries([...filled, ...everywhere]) });
  });
  return [...own, ...stacks];
}

function reader(name: string, namespace: string | undefined, spec: Json | undefined): Reader {
  return { name, namespace: namespace ?? '', spec: mapOf(spec) };
}

/** What the chart writes: the selector that is given, or the release's label unless that is switched off. */
function stackSelector(spec: JsonObject, word: string, release: string): Json {
  const given = spec[`${word}Selector`];
  if (isMap(given) && Object.keys(given).length > 0) return given;
  return spec[`${word}SelectorNilUsesHelmValues`] === false ? {} : { matchLabels: { release } };
}

function reads(view: TreeView, { namespace, spec }: Reader, word: string, { id, object }: AppliedObject): boolean {
  const selector = spec[`${word}Selector`];
  // Without a selector the operator selects nothing.
  if (!isMap(selector) || !selects(selector, labelsOf(object))) return false;
  const namespaces = spec[`${word}NamespaceSelector`];
  if (!isMap(namespaces)) return id.namespace === namespace;
  return Object.keys(namespaces).length === 0 || selectNamespaces(view, namespaces).includes(id.namespace ?? '');
}

function show(selector: Json | undefined): string {
  return isMap(selector) ? JSON.stringify(selector) : 'nothing';
}

function mapOf(value: unknown): JsonObject {
  return isMap(value) ? value : {};
}
