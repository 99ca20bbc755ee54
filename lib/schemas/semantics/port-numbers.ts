import type { JsonObject } from '../../model/json.js';
import { CONTAINER_LISTS, kindId, podTemplate } from './pods.js';
import { at, itemsOf, type Place, type SemanticProblem } from './read.js';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => [name]);
const HOOKS = ['postStart', 'preStop'].map((name) => ['lifecycle', name]);
const HANDLERS = ['httpGet', 'tcpSocket', 'grpc'];

/** Ports that are a number or a name, of which no schema says how large the number may be. */
export function* checkPortNumbers(object: JsonObject): Generator<SemanticProblem> {
  for (const port of portsOf(object)) {
    const { value, path } = port;
    if (typeof value === 'number' && (value < 1 || value > 65535)) {
      yield { path, message: `is ${value}, and a port is a number from 1 to 65535` };
    }
  }
}

function* portsOf(object: JsonObject): Generator<Place> {
  const spec = at({ value: object, path: [] }, 'spec');
  const template = podTemplate(object);
  if (template !== undefined) {
    for (const container of CONTAINER_LISTS.flatMap((list) => itemsOf(at(template, 'spec', list)))) {
      for (const asked of [...PROBES, ...HOOKS]) {
        for (const handler of HANDLERS) yield at(container, ...asked, handler, 'port');
      }
    }
  } else if (kindId(object) === '/Service') {
    for (const port of itemsOf(at(spec, 'ports'))) yield at(port, 'targetPort');
  } else if (kindId(object) === 'networking.k8s.io/NetworkPolicy') {
    for (const rule of [...itemsOf(at(spec, 'ingress')), ...itemsOf(at(spec, 'egress'))]) {
      for (const port of itemsOf(at(rule, 'ports'))) yield at(port, 'port');
    }
  }
}
