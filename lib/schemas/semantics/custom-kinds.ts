import { parseQuantity } from './quantity.js';
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

/** What the validation rules of custom kinds refuse: the ones that decide most, as code. See not-evaluated.ts. */
export function* checkCustomKinds({ id, root }: Subject): Generator<SemanticProblem> {
  const check = CHECKS[id];
  if (check !== undefined) yield* check(at(root, 'spec'));
}

const CHECKS: Readonly<Record<string, (spec: Place) => Iterable<SemanticProblem>>> = {
  'helm.toolkit.fluxcd.io/HelmRelease': (spec) => oneOf(spec, ['chart', 'chartRef']),
  'source.toolkit.fluxcd.io/OCIRepository': checkOciRepository,
  'image.toolkit.fluxcd.io/ImagePolicy': (spec) => oneOf(at(spec, 'policy'), ['alphabetical', 'numerical', 'semver']),
  'gateway.networking.k8s.io/Gateway': checkGateway,
  'gateway.networking.k8s.io/HTTPRoute': checkHttpRoute,
  'external-secrets.io/ExternalSecret': checkExternalSecret,
  'external-secrets.io/SecretStore': (spec) => exactlyOneField(at(spec, 'provider')),
  'external-secrets.io/ClusterSecretStore': (spec) => exactlyOneField(at(spec, 'provider')),
  'postgresql.cnpg.io/Cluster': checkPostgres,
  'cert-manager.io/Certificate': checkCertificate,
  'cert-manager.io/Issuer': (spec) => oneOf(spec, ISSUERS),
  'cert-manager.io/ClusterIssuer': (spec) => oneOf(spec, ISSUERS),
};
const ISSUERS = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];

function* oneOf(place: Place, names: readonly string[]): Generator<SemanticProblem> {
  if (!isThere(place)) return;
  const set = exclusive(place, names);
  if (set.length === 1) return;
  const message =
    set.length === 0 ? `has none of ${names.join(', ')}` : `has ${set.join(' and ')}: only one is allowed`;
  yield { path: place.path, message };
}

function* exactlyOneField(place: Place): Generator<SemanticProblem> {
  if (typeof place.value !== 'object' || place.value === null) return;
  const fields = Object.keys(place.value);
  if (fields.length > 1) yield { path: place.path, message: `has ${fields.join(' and ')}: only one is allowed` };
}

function* checkOciRepository(spec: Place): Generator<SemanticProblem> {
  const provider = at(spec, 'verify', 'provider').value;
  if (provider === 'notation' && !isThere(at(spec, 'verify', 'secretRef'))) {
    yield { path: at(spec, 'verify').path, message: 'verifies with notation and names no secretRef' };
  }
  const set = exclusive(at(spec, 'ref'), ['digest', 'semver', 'tag']);
  // A tag beside a digest says which version that is, as Renovate writes it.
  if (set.length > 1 && set.includes('semver')) {
    yield { path: at(spec, 'ref').path, message: `has ${set.join(' and ')}: only ${set[0]} counts` };
  }
}

function* checkGateway(spec: Place): Generator<SemanticProblem> {
  const listeners = itemsOf(at(spec, 'listeners'));
  yield* twins(
    listeners.map((listener) => at(listener, 'name')),
    'listener',
  );
  const seen = new Map<string, string>();
  for (const listener of listeners) {
    const protocol = textAt(at(listener, 'protocol'));
    const tls = at(listener, 'tls');
    const mode = at(tls, 'mode').value ?? 'Terminate';
    if ((protocol === 'HTTP' || protocol === 'TCP' || protocol === 'UDP') && isThere(tls)) {
      yield { path: tls.path, message: `is set, but the listener is ${protocol}` };
    }
    if (protocol === 'HTTPS' && isThere(tls) && mode === 'Terminate') {
      if (itemsOf(at(tls, 'certificateRefs')).length === 0 && !isThere(at(tls, 'options'))) {
        yield { path: tls.path, message: 'ends TLS and names no certificate' };
      }
    }
    if (protocol === 'HTTPS' && mode === 'Passthrough')
      yield { path: at(tls, 'mode').path, message: 'an HTTPS listener cannot pass TLS through' };
    if ((protocol === 'TCP' || protocol === 'UDP') && isThere(at(listener, 'hostname'))) {
      yield { path: at(listener, 'hostname').path, message: `a ${protocol} listener has no hostname` };
    }
    const hostname = at(listener, 'hostname');
    if (isThere(hostname) && textAt(hostname) === undefined) continue;
    const id = `${at(listener, 'port').value}/${protocol}/${textAt(hostname) ?? ''}`;
    const twin = seen.get(id);
    if (twin !== undefined)
      yield { path: listener.path, message: `has port, protocol and hostname of listener "${twin}"` };
    seen.set(id, String(at(listener, 'name').value));
  }
}

/** The field that a filter of a type needs. */
const FILTERS: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
  CORS: 'cors',
};

function* checkHttpRoute(spec: Place): Generator<SemanticProblem> {
  for (const rule of itemsOf(at(spec, 'rules'))) {
    for (const match of itemsOf(at(rule, 'matches'))) {
      const path = at(match, 'path', 'value');
      const text = textAt(path);
      const type = at(match, 'path', 'type').value ?? 'PathPrefix';
      if (text === undefined || type === 'RegularExpression') continue;
      if (!text.startsWith('/')) yield { path: path.path, message: 'does not start with /' };
      else if (text.includes('//')) yield { path: path.path, message: 'holds //' };
    }
    const filters = [rule, ...itemsOf(at(rule, 'backendRefs'))].flatMap((place) => itemsOf(at(place, 'filters')));
    for (const filter of filters) {
      const needed = FILTERS[textAt(at(filter, 'type')) ?? ''];
      if (needed === undefined) continue;
      if (!isThere(at(filter, needed))) yield { path: filter.path, message: `has no ${needed}` };
      const others = exclusive(filter, Object.values(FILTERS)).filter((name) => name !== needed);
      for (const name of others)
        yield { path: at(filter, name).path, message: 'does not belong to a filter of this type' };
    }
    const redirects = itemsOf(at(rule, 'filters')).some((filter) => isThere(at(filter, 'requestRedirect')));
    if (redirects && itemsOf(at(rule, 'backendRefs')).length > 0) {
      yield { path: at(rule, 'backendRefs').path, message: 'cannot be where the rule redirects' };
    }
    for (const ref of itemsOf(at(rule, 'backendRefs'))) {
      const isService = (at(ref, 'kind').value ?? 'Service') === 'Service' && (at(ref, 'group').value ?? '') === '';
      if (isService && !isThere(at(ref, 'port'))) yield { path: ref.path, message: 'names a Service without port' };
    }
  }
}

function* checkExternalSecret(spec: Place): Generator<SemanticProblem> {
  const [data, from] = [itemsOf(at(spec, 'data')), itemsOf(at(spec, 'dataFrom'))];
  if (data.length + from.length === 0) yield { path: spec.path, message: 'has neither data nor dataFrom' };
  const asks = [...data, ...from].filter((entry) => !isThere(at(entry, 'sourceRef')));
  if (asks.length > 0 && !isThere(at(spec, 'secretStoreRef', 'name'))) {
    yield { path: spec.path, message: 'names no secretStoreRef, and neither does its data' };
  }
  yield* twins(
    data.map((entry) => at(entry, 'secretKey')),
    'key',
  );
  for (const entry of from) {
    const set = exclusive(entry, ['extract', 'find', 'sourceRef']);
    if (set.length === 0) yield { path: entry.path, message: 'has none of extract, find, sourceRef' };
    if (set.includes('extract') && set.includes('find'))
      yield { path: entry.path, message: 'has extract and find: only one is allowed' };
  }
  const target = at(spec, 'target');
  const policy = at(target, 'deletionPolicy').value;
  if (policy === 'Merge' && at(target, 'creationPolicy').value === 'None') {
    yield {
      path: at(target, 'deletionPolicy').path,
      message: 'Merge needs a Secret, and creationPolicy None makes none',
    };
  }
}

function* checkPostgres(spec: Place): Generator<SemanticProblem> {
  const bootstrap = exclusive(at(spec, 'bootstrap'), ['initdb', 'pg_basebackup', 'recovery']);
  if (bootstrap.length > 1) {
    yield { path: at(spec, 'bootstrap').path, message: `has ${bootstrap.join(' and ')}: only one is allowed` };
  }
  const images = exclusive(spec, ['imageName', 'imageCatalogRef']);
  if (images.length > 1) yield { path: spec.path, message: 'has imageName and imageCatalogRef: only one is allowed' };
  const storage = at(spec, 'storage');
  if (!isThere(at(storage, 'size')) && !isThere(at(storage, 'pvcTemplate'))) {
    yield { path: isThere(storage) ? storage.path : spec.path, message: 'has no storage.size' };
  }
  for (const size of [at(storage, 'size'), at(spec, 'walStorage', 'size')]) {
    const text = textAt(size);
    if (text === undefined || parseQuantity(text) !== undefined) continue;
    yield { path: size.path, message: `"${text}" is no quantity such as 10Gi` };
  }
  const instances = at(spec, 'instances').value;
  const synchronous = at(spec, 'maxSyncReplicas').value;
  if (typeof instances === 'number' && typeof synchronous === 'number' && synchronous >= instances) {
    yield { path: at(spec, 'maxSyncReplicas').path, message: 'is not less than instances' };
  }
}

function* checkCertificate(spec: Place): Generator<SemanticProblem> {
  const names = ['commonName', 'literalSubject', 'dnsNames', 'uris', 'emailAddresses', 'ipAddresses', 'otherNames'];
  if (exclusive(spec, names).length === 0) yield { path: spec.path, message: 'is for no name: dnsNames is missing' };
}
