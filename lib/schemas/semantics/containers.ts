import { CONTAINER_LISTS } from '../../model/pods.js';
import { isOpen } from '../check/problem.js';
import { compareQuantities } from './quantity.js';
import {
  at,
  exclusive,
  fieldsOf,
  isThere,
  itemsOf,
  type Place,
  type SemanticProblem,
  type Subject,
  textAt,
  twins,
} from './read.js';

const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const HOOKS = ['exec', 'httpGet', 'sleep', 'tcpSocket'];
const SOURCES = ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'];

/** What the API server refuses of containers: names, probes, environment, resources. */
export function* checkContainers({ template }: Subject): Generator<SemanticProblem> {
  if (template === undefined) return;
  const containers = CONTAINER_LISTS.flatMap((list) => itemsOf(at(template, 'spec', list)));
  yield* twins(
    containers.map((container) => at(container, 'name')),
    'container',
  );
  for (const container of containers) {
    yield* twins(
      itemsOf(at(container, 'ports')).map((port) => at(port, 'name')),
      'port',
    );
    for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      const place = at(container, probe);
      if (!isThere(place)) continue;
      yield* exactlyOne(place, HANDLERS, 'handler');
      yield* checkThresholds(place, probe);
    }
    const lifecycle = at(container, 'lifecycle');
    if (isThere(lifecycle)) {
      for (const hook of ['postStart', 'preStop']) yield* exactlyOne(at(lifecycle, hook), HOOKS, 'handler');
    }
    for (const entry of itemsOf(at(container, 'env'))) yield* checkEnv(entry);
    for (const entry of itemsOf(at(container, 'envFrom'))) {
      yield* exactlyOne(entry, ['configMapRef', 'secretRef'], 'source');
    }
    yield* checkResources(at(container, 'resources'));
  }
}

function* exactlyOne(place: Place, names: readonly string[], what: string): Generator<SemanticProblem> {
  if (typeof place.value !== 'object') return;
  const set = exclusive(place, names);
  if (set.length === 1) return;
  const message = set.length === 0 ? `has no ${what}` : `has ${set.join(' and ')}: only one ${what} is allowed`;
  yield { path: place.path, message, ...(set.length === 0 ? { hint: `set one of: ${names.join(', ')}` } : {}) };
}

/** Only readiness may ask for more than one success. */
function* checkThresholds(place: Place, probe: string): Generator<SemanticProblem> {
  const { value, path } = at(place, 'successThreshold');
  if (probe !== 'readinessProbe' && typeof value === 'number' && value > 1) {
    yield { path, message: `is ${value}; of a ${probe} it can only be 1` };
  }
}

function* checkEnv(entry: Place): Generator<SemanticProblem> {
  const from = at(entry, 'valueFrom');
  if (!isThere(from)) return;
  const value = at(entry, 'value');
  if (isThere(value) && value.value !== '') yield { path: entry.path, message: 'has a value and valueFrom' };
  yield* exactlyOne(from, SOURCES, 'source');
}

function* checkResources(resources: Place): Generator<SemanticProblem> {
  for (const [name, request] of fieldsOf(at(resources, 'requests'))) {
    const { value: limit } = at(resources, 'limits', name);
    if (limit === undefined || compareQuantities(request.value, limit) <= 0) continue;
    yield { path: request.path, message: `is more than the limit of ${String(limit)}` };
  }
}

/** Volumes: each mount names one, no path is taken twice, each has one source. */
export function* checkVolumes({ root, template }: Subject): Generator<SemanticProblem> {
  if (template === undefined) return;
  const volumes = itemsOf(at(template, 'spec', 'volumes'));
  const claims = itemsOf(at(root, 'spec', 'volumeClaimTemplates'));
  const names = [
    ...volumes.map((volume) => at(volume, 'name').value),
    ...claims.map((claim) => at(claim, 'metadata', 'name').value),
  ];
  for (const volume of volumes) {
    const sources = fieldsOf(volume).filter(([name]) => name !== 'name');
    if (sources.length > 1) {
      yield { path: volume.path, message: `has several sources: ${sources.map(([name]) => name).join(', ')}` };
    }
  }
  for (const container of CONTAINER_LISTS.flatMap((list) => itemsOf(at(template, 'spec', list)))) {
    const mounts = itemsOf(at(container, 'volumeMounts'));
    yield* twins(
      mounts.map((mount) => at(mount, 'mountPath')),
      'mount path',
    );
    for (const name of mounts.map((mount) => at(mount, 'name'))) {
      const text = textAt(name);
      if (
        text === undefined ||
        names.includes(text) ||
        names.some((known) => typeof known !== 'string' || isOpen(known))
      ) {
        continue;
      }
      const known = names.filter((one) => typeof one === 'string').join(', ');
      yield {
        path: name.path,
        message: `the pod has no volume "${text}"`,
        hint: known === '' ? 'it has none' : `it has: ${known}`,
      };
    }
  }
}
