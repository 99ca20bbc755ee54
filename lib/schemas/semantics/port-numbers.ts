import { CONTAINER_LISTS, HANDLED } from '../../model/pods.js';
import { at, isThere, itemsOf, type Place, type SemanticProblem, type Subject } from './read.js';

const HANDLERS = ['httpGet', 'tcpSocket', 'grpc'];

/** Ports that are a number or a name, of which no schema says how large the number may be. */
export function* checkPortNumbers(subject: Subject): Generator<SemanticProblem> {
  for (const port of portsOf(subject)) {
    const { value } = port;
    if (typeof value === 'number' && (value < 1 || value > 65535)) {
      yield { path: port.path, message: `is ${value}, and a port is a number from 1 to 65535` };
    }
  }
}

function* portsOf({ id, root, template }: Subject): Generator<Place> {
  const spec = at(root, 'spec');
  if (template !== undefined) {
    for (const container of CONTAINER_LISTS.flatMap((list) => itemsOf(at(template, 'spec', list)))) {
      for (const handled of HANDLED) {
        const place = at(container, ...handled);
        if (isThere(place)) for (const handler of HANDLERS) yield at(place, handler, 'port');
      }
    }
  } else if (id === '/Service') {
    for (const port of itemsOf(at(spec, 'ports'))) yield at(port, 'targetPort');
  } else if (id === 'networking.k8s.io/NetworkPolicy') {
    for (const rule of [...itemsOf(at(spec, 'ingress')), ...itemsOf(at(spec, 'egress'))]) {
      for (const port of itemsOf(at(rule, 'ports'))) yield at(port, 'port');
    }
  }
}
