import {
  at,
  exclusive,
  isThere,
  itemsOf,
  type Place,
  type SemanticProblem,
  type Subject,
  textAt,
  twins,
} from './read.js';

/** Services and Ingresses: ports that need names, backends that need a port. */
export function* checkServices({ id, root }: Subject): Generator<SemanticProblem> {
  const spec = at(root, 'spec');
  if (id === '/Service') yield* checkService(spec);
  else if (id === 'networking.k8s.io/Ingress') yield* checkIngress(spec);
}

function* checkService(spec: Place): Generator<SemanticProblem> {
  const type = at(spec, 'type').value ?? 'ClusterIP';
  const ports = itemsOf(at(spec, 'ports'));
  if (type === 'ExternalName') {
    if (!isThere(at(spec, 'externalName')))
      yield { path: spec.path, message: 'is of type ExternalName and has no externalName' };
    return;
  }
  if (ports.length === 0 && at(spec, 'clusterIP').value !== 'None') yield { path: spec.path, message: 'has no ports' };
  if (ports.length > 1) {
    for (const port of ports) {
      if (!isThere(at(port, 'name'))) yield { path: port.path, message: 'has no name, and is not the only port' };
    }
  }
  yield* twins(
    ports.map((port) => at(port, 'name')),
    'port',
  );
  for (const port of ports) {
    const nodePort = at(port, 'nodePort');
    if (type === 'ClusterIP' && isThere(nodePort) && nodePort.value !== 0) {
      yield { path: nodePort.path, message: 'is set, but the Service is of type ClusterIP' };
    }
  }
}

function* checkIngress(spec: Place): Generator<SemanticProblem> {
  const rules = itemsOf(at(spec, 'rules'));
  if (rules.length === 0 && !isThere(at(spec, 'defaultBackend'))) {
    yield { path: spec.path, message: 'has neither rules nor a default backend' };
  }
  const paths = rules.flatMap((rule) => itemsOf(at(rule, 'http', 'paths')));
  for (const backend of [at(spec, 'defaultBackend'), ...paths.map((path) => at(path, 'backend'))]) {
    if (isThere(backend)) yield* checkBackend(backend);
  }
  for (const host of [
    ...rules.map((rule) => at(rule, 'host')),
    ...itemsOf(at(spec, 'tls')).flatMap((tls) => itemsOf(at(tls, 'hosts'))),
  ]) {
    const text = textAt(host);
    if (
      text !== undefined &&
      text !== '' &&
      !/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text)
    ) {
      yield { path: host.path, message: 'is no host name' };
    }
  }
  for (const path of paths) {
    const type = at(path, 'pathType').value;
    if (!isThere(at(path, 'path')) && type !== 'ImplementationSpecific') {
      yield { path: path.path, message: 'has no path' };
    }
  }
}

function* checkBackend(backend: Place): Generator<SemanticProblem> {
  const kinds = exclusive(backend, ['service', 'resource']);
  if (kinds.length !== 1) {
    yield { path: backend.path, message: kinds.length === 0 ? 'names no service' : 'names a service and a resource' };
    return;
  }
  const port = at(backend, 'service', 'port');
  if (kinds[0] !== 'service') return;
  const set = exclusive(port, ['name', 'number']);
  if (set.length !== 1) {
    const path = isThere(port) ? port.path : at(backend, 'service').path;
    yield { path, message: set.length === 0 ? 'has no port' : 'has a port by name and by number' };
  }
}
