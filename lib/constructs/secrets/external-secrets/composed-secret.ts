import type { Construct } from 'constructs';
import { ExternalSecret, type ExternalSecretProps } from '../../../../imports/external-secrets.io.js';
import { Fake } from '../../../../imports/generators.external-secrets.io.js';
import type { SecretDeclaration } from '../../../model/secret.js';
import { literalText, type NameOf, templateText } from './go-template.js';
import { fold, type Reading, readingsOf, type Value } from './value.js';

/** A store as ExternalSecrets refer to it. */
export interface StoreRef {
  readonly kind: 'ClusterSecretStore' | 'SecretStore';
  readonly name: string;
}

export interface ComposedSecretProps {
  readonly declaration: Pick<SecretDeclaration, 'name' | 'namespace' | 'type' | 'labels' | 'annotations'>;
  readonly values: Readonly<Record<string, Value>>;
  readonly refreshInterval: string;
  readonly storeOf: (reading: Reading) => StoreRef;
}

type Spec = NonNullable<ExternalSecretProps['spec']>;

/** The one ExternalSecret whose target is the declared Secret: each declared key, and nothing else. */
export function composedSecret(scope: Construct, props: ComposedSecretProps): void {
  const { name, namespace } = props.declaration;
  const metadata = { name, namespace };
  const constant = Object.values(props.values).every((value) => readingsOf(value).length === 0);
  const spec = constant ? constantSpec(scope, props) : composedSpec(props);
  new ExternalSecret(scope, 'external-secret', { metadata, spec });
}

/** Spec of an ExternalSecret for values of which at least one is read. */
export function composedSpec({ declaration, values, refreshInterval, storeOf }: ComposedSecretProps): Spec {
  const readings = new Map(
    Object.values(values)
      .flatMap(readingsOf)
      .map((reading) => [readingId(reading), reading]),
  );
  const asTheyAre = Object.values(values).every(({ kind }) => kind === 'read');
  const names = nameReadings(readings);
  const nameOf = (reading: Reading) => names.get(readingId(reading)) as string;
  const all = [...readings.values()];
  const main = storeOf(all.find(({ at }) => at === 'store') ?? (all[0] as Reading));
  const entries = asTheyAre
    ? Object.entries(values).map(([key, value]) => [key, (value as Extract<Value, { kind: 'read' }>).reading] as const)
    : all.map((reading) => [nameOf(reading), reading] as const);
  return {
    refreshInterval,
    secretStoreRef: { ...main },
    target: target(declaration, asTheyAre ? undefined : templates(values, nameOf)),
    data: entries.map(([secretKey, reading]) => {
      const store = storeOf(reading);
      const elsewhere = store.kind !== main.kind || store.name !== main.name;
      return {
        secretKey,
        remoteRef: remoteRef(reading),
        ...(elsewhere ? { sourceRef: { storeRef: { ...store } } } : {}),
      };
    }),
  };
}

/**
 * Charts know every value. External Secrets wants something to read all the same: its Fake generator, which may show
 * them, since they are no secrets.
 */
function constantSpec(scope: Construct, { declaration, values, refreshInterval }: ComposedSecretProps): Spec {
  const { name, namespace } = declaration;
  const folded = Object.entries(values).map(([key, value]) => [key, fold(value)] as const);
  const known = folded.every(([, value]) => value.kind === 'text');
  const data = Object.fromEntries(folded.map(([key, value]) => [key, value.kind === 'text' ? value.text : '']));
  new Fake(scope, 'constants', { metadata: { name, namespace }, spec: { data } });
  const generatorRef = { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Fake' as const, name };
  const nameOf = () => '';
  return {
    refreshInterval,
    target: target(declaration, known ? undefined : templates(values, nameOf)),
    dataFrom: [{ sourceRef: { generatorRef } }],
  };
}

function templates(values: Readonly<Record<string, Value>>, nameOf: NameOf): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, templateText(fold(value), nameOf)]));
}

function target(
  { name, type, labels, annotations }: ComposedSecretProps['declaration'],
  data?: Record<string, string>,
) {
  // Labels and annotations are templates too.
  const metadata = Object.entries({ labels, annotations })
    .filter(([, entries]) => Object.keys(entries).length > 0)
    .map(([field, entries]) => [field, mapValues(entries, literalText)]);
  return {
    name,
    creationPolicy: 'Owner' as const,
    template: {
      type,
      ...(metadata.length === 0 ? {} : { metadata: Object.fromEntries(metadata) }),
      ...(data === undefined ? {} : { data }),
    },
  };
}

function remoteRef(reading: Reading) {
  if (reading.at === 'cluster') return { key: reading.secret, property: reading.property };
  return { key: reading.key, ...(reading.property === undefined ? {} : { property: reading.property }) };
}

export function readingId(reading: Reading): string {
  return reading.at === 'store'
    ? JSON.stringify([reading.key, reading.property ?? ''])
    : JSON.stringify([reading.namespace, reading.secret, reading.property, 'cluster']);
}

/** Names for a template's fields, after what is read: `password`, or `password_2` where there are several. */
function nameReadings(readings: ReadonlyMap<string, Reading>): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [id, reading] of readings) {
    const base = fieldName(reading);
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

function fieldName(reading: Reading): string {
  const { property = '' } = reading;
  const inCluster = reading.at === 'cluster';
  const place = (inCluster ? reading.secret.split('.') : reading.key.split('/')).at(-1) ?? '';
  // What is made has the same few properties everywhere: its own name tells more.
  const made = inCluster ? reading.secret.includes('.') : reading.key.startsWith('generated/');
  const words = made ? [place, ...(property === 'password' ? [] : [property])] : [property === '' ? place : property];
  const word = words
    .join('_')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(word) ? word : `value_${word}`;
}

function mapValues(
  entries: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value)]));
}
