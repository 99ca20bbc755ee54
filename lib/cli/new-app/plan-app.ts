import { join } from 'node:path';
import type { ResolvedCluster } from '../../model/cluster.js';
import { InputError } from '../../model/error.js';
import type { JsonObject } from '../../model/json.js';
import { chartFile } from '../../scaffold/chart-file.js';
import { goldenTest } from '../../scaffold/golden-test.js';
import { functionName } from '../../scaffold/identifier.js';
import { pinVersion } from '../../scaffold/pin-version.js';
import { register } from '../../scaffold/register.js';
import { type AppOptions, type AppSource, appSource } from '../../scaffold/request.js';
import { plan } from '../../synth/pipeline.js';
import { read, type Snapshot, VERSIONS_FILE } from '../../synth/read.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { Io, Platform } from '../io.js';
import { selectClusters } from '../select-clusters.js';

export interface NewApp {
  readonly cluster: string;
  readonly area: string;
  readonly name: string;
  readonly options: AppOptions;
}

/** What is written by hand, as it were; everything else follows from it by the project's own commands. */
export interface PlannedApp {
  readonly cluster: string;
  readonly unit: string;
  readonly testFile: string;
  /** Path to text, of files that the formatter knows and of those that it does not. */
  readonly files: ReadonlyMap<string, string>;
}

/** A Service takes no name that starts with a digit. */
const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** The new and changed sources. @throws InputError for all that can be told without trying. */
export function planApp(platform: Platform, { cluster, area, name, options }: NewApp, io: Io): PlannedApp {
  checkNames({ area, name });
  checkAccess(options);
  const [definition] = selectClusters(platform, [cluster]);
  if (definition === undefined) throw new InputError(`there is no cluster "${cluster}"`);
  const snapshot = read(io.root, [cluster]);
  const chart = `charts/apps/${area}/${name}.ts`;
  const testFile = `test/charts/${area}/${name}.test.ts`;
  refuseExisting([chart, testFile], io);
  const current = plan(definition, snapshot);
  const known = current.cluster.units.find((unit) => unit.name === name);
  if (known !== undefined) {
    throw new InputError(`${cluster} has a unit "${name}" already`, `${known.source} declares it; choose another name`);
  }
  const errors = current.findings.filter(({ severity }) => severity === 'error').length;
  const { write, remove } = current.changes;
  if (errors > 0 || write.length + remove.length > 0) {
    throw new InputError(
      errors > 0 ? `${cluster} has errors as it is` : `kubernetes/${cluster} is not as the charts give it`,
      'npm run synth first, so that all that changes is the new app',
    );
  }

  const source = appSource(name, options, snapshot.versions);
  const clusterText = readFileIfPresent(join(io.root, definition.source)) ?? '';
  const ownName = functionName(name, clusterText);
  const registered = register(clusterText, { name: ownName, module: `../apps/${area}/${name}.js` });
  if (registered === undefined) {
    throw new InputError(
      `${definition.source} does not end with the list of its units, as the formatter leaves it`,
      'npm run format, and let `cluster(settings, (c) => { … })` be the last of the file',
    );
  }
  const text = { area, name, functionName: ownName };
  return {
    cluster,
    unit: name,
    testFile,
    files: new Map([
      [chart, chartFile({ ...text, ...options, source, closed: isClosed(area, current.cluster) })],
      [testFile, goldenTest({ ...text, ...versionsOf(source, snapshot) })],
      [definition.source, registered],
      ...versionsFile(source, io),
    ]),
  };
}

function checkNames(names: Readonly<Record<'area' | 'name', string>>): void {
  for (const [what, text] of Object.entries(names)) {
    if (LABEL.test(text) && text.length <= 53) continue;
    throw new InputError(
      `${what} "${text}" is not valid`,
      'lower-case letters, digits and "-", starting with a letter, at most 53 characters, as Helm has it',
    );
  }
}

function checkAccess({ host, access, chart, image }: AppOptions): void {
  if (host !== undefined && !LABEL.test(host)) {
    throw new InputError(
      `host "${host}" is not valid`,
      'the first label below the domain of the cluster, such as "shop"',
    );
  }
  if (host !== undefined && access === undefined) {
    throw new InputError(
      `who may use "${host}" from outside?`,
      '--access own where it asks for a login itself, else --access public',
    );
  }
  if (host !== undefined && chart !== undefined && image === undefined) {
    throw new InputError(
      'what a chart calls its Service is not known here',
      'leave out --host; autoHttps(unit, { service, port, host }) exposes it',
    );
  }
}

/** Whether a policy of the namespace lets nobody in; the new app has its area's namespace. */
function isClosed(namespace: string, { units }: ResolvedCluster): boolean {
  return units
    .flatMap(({ manifests }) => manifests)
    .filter(({ id }) => id.kind === 'NetworkPolicy' && id.namespace === namespace)
    .map(({ object }) => object.spec as JsonObject)
    .some(
      ({ podSelector, policyTypes, ingress = [] }) =>
        Object.keys(podSelector as JsonObject).length === 0 &&
        (policyTypes as readonly string[]).includes('Ingress') &&
        (ingress as readonly unknown[]).length === 0,
    );
}

function refuseExisting(paths: readonly string[], { root }: Io): void {
  for (const path of paths) {
    if (readFileIfPresent(join(root, path)) === undefined) continue;
    throw new InputError(
      `${path} exists already`,
      'choose another name or area, or add its function to the cluster by hand',
    );
  }
}

function versionsFile(source: AppSource, { root }: Io): [string, string][] {
  const [section, pin] =
    source.kind === 'chart' ? (['charts', source.chart] as const) : (['images', source.image] as const);
  if (pin.add === undefined) return [];
  const text = readFileIfPresent(join(root, VERSIONS_FILE)) ?? '';
  return [[VERSIONS_FILE, pinVersion(text, section, pin.key, { ...pin.add })]];
}

/** What the app's own test pins: no more than the app takes. */
function versionsOf(source: AppSource, { versions }: Snapshot) {
  const chartKey = { chart: 'chart' in source ? source.chart.key : '', 'app-template': 'app-template', image: '' }[
    source.kind
  ];
  const chart = ('chart' in source ? source.chart.add : undefined) ?? versions.charts[chartKey];
  const imageKey = 'image' in source ? source.image.key : '';
  const image = ('image' in source ? source.image.add : undefined) ?? versions.images[imageKey];
  return {
    charts: chart === undefined ? {} : { [chartKey]: chart },
    images: image === undefined ? {} : { [imageKey]: image },
  };
}
