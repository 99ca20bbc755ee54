import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type * as z from 'zod';
import { namespaceObject } from '../flux/namespace.js';
import { holdsData, NEVER_PRUNE } from '../flux/prune.js';
import type { ExternalObject, Suppression } from '../model/external.js';
import type { Finding } from '../model/finding.js';
import { isClusterScoped } from '../model/scope.js';
import type {
  ConfigFileSet,
  DeclaredConstruct,
  DeclaredObject,
  DeclaredSecretFile,
  DeclaredUnit,
  HealthCheck,
  Layer,
  PodSecurity,
  ReconcileSettings,
  SharedSource,
} from '../model/unit.js';
import type { Area, Cluster } from './cluster.js';
import { dnsLabel, duration } from './format.js';
import { plainJson } from './plain-json.js';

export interface UnitProps extends Partial<ReconcileSettings> {
  /** Units that must be ready before this one. Definitions, settings, classes and issuers are found without being named. */
  readonly dependsOn?: readonly Unit[];
  /** @default the area's name */
  readonly namespace?: string;
  /** Folder below the area. @default the unit's name */
  readonly folder?: string;
  /** Path below the folder that Flux applies; `.` is the folder itself. @default 'app' */
  readonly path?: string;
  /** Chart file. @default charts/<layer>/[<area>/]<unit>.ts, as the tree has it */
  readonly source?: string;
  /** API groups whose definitions this unit brings; whoever uses their kinds depends on it. @default none */
  readonly provides?: readonly string[];
  /** The unit brings its namespace itself, as namespace.yaml in its path; whoever uses it depends on the unit. @default false */
  readonly ownNamespace?: boolean;
  /** Labels of a namespace that the unit brings itself, such as one that a Gateway selects. @default none */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** What the pods need beyond `restricted`; the namespace gets the least level that fits all. @default restricted */
  readonly podSecurity?: PodSecurity;
}

/** What we deploy: one cdk8s Chart, one Flux Kustomization, one folder. */
export class Unit extends Chart implements DeclaredUnit {
  /** The unit around a construct. */
  static override of(construct: IConstruct): Unit {
    return Chart.of(construct) as Unit;
  }

  declare readonly namespace: string;
  readonly cluster: Cluster;
  readonly name: string;
  readonly layer: Layer;
  readonly area?: string;
  readonly folder: string;
  readonly path: string;
  readonly source: string;
  readonly provides: readonly string[];
  readonly podSecurity?: PodSecurity;
  readonly configFiles: ConfigFileSet[] = [];
  readonly secretFiles: DeclaredSecretFile[] = [];
  readonly sources: SharedSource[] = [];
  readonly problems: Finding[] = [];
  readonly brought: ExternalObject[] = [];
  /** Findings that are accepted, with the reason. */
  readonly suppressions: Suppression[] = [];
  private readonly settings: Partial<ReconcileSettings>;
  private readonly awaited: HealthCheck[] = [];
  private readonly dependencies = new Set<Unit>();
  private readonly fileNames = new Map<DeclaredObject, string>();
  /** Least timeout that the unit's contents need, in milliseconds. */
  private leastTimeoutMs = 0;

  constructor(area: Area, name: string, props: UnitProps = {}) {
    const { cluster, layer } = area;
    super(cluster.app, uniqueId(cluster, name), { namespace: props.namespace ?? area.name ?? name });
    this.cluster = cluster;
    this.name = name;
    this.layer = layer;
    if (area.name !== undefined) this.area = area.name;
    const place = [layer, area.name].filter((part) => part !== undefined).join('/');
    this.folder = join(place, props.folder ?? name);
    this.path = join(this.folder, props.path ?? 'app');
    this.source = props.source ?? `charts/${place}/${name}.ts`;
    this.provides = props.provides ?? [];
    if (props.podSecurity !== undefined) this.podSecurity = props.podSecurity;
    this.settings = reconcileProps(props);
    for (const unit of props.dependsOn ?? []) this.needs(unit);
    this.node.addValidation({ validate: () => this.problems.map(({ field, message }) => `${field}: ${message}`) });
    cluster.units.push(this);

    if (props.ownNamespace) this.bringNamespace(props.namespaceLabels ?? {});
    this.expect(dnsLabel, 'name', name);
    this.expect(dnsLabel, 'namespace', this.namespace);
    for (const field of ['interval', 'timeout', 'retryInterval'] as const) {
      if (props[field] !== undefined) this.expect(duration, field, props[field]);
    }
  }

  get dependsOn(): readonly Unit[] {
    return [...this.dependencies];
  }

  /** Names an object that has to be healthy for the unit to be ready. Flux then waits for those that are named alone. */
  waitFor(check: HealthCheck): void {
    this.awaited.push(check);
  }

  get reconcile(): Partial<ReconcileSettings> {
    const healthChecks = [...(this.settings.healthChecks ?? []), ...this.awaited];
    return healthChecks.length === 0 ? this.settings : { ...this.settings, healthChecks };
  }

  /** Adds a dependency that follows from the unit's contents. */
  needs(unit: Unit | undefined): void {
    if (unit === undefined || unit === this) return;
    if (unit.cluster === this.cluster) this.dependencies.add(unit);
    else
      this.report({
        code: 'DEPENDS_ON_FOREIGN',
        field: 'dependsOn',
        message: `depends on "${unit.name}" of another cluster, ${unit.cluster.name}`,
        hint: `declare it in ${this.cluster.name} too`,
      });
  }

  /** Records a problem of chart code; synth prints all of them and writes nothing. */
  report(problem: Omit<Finding, 'origin' | 'severity'>): void {
    const origin = { cluster: this.cluster.name, unit: this.name, source: this.source };
    this.problems.push({ severity: 'error', origin, ...problem });
  }

  /** Checks a value that chart code gives; variables are filled in first. One that the owner alone knows passes. */
  expect(schema: z.ZodType, field: string, value: unknown): void {
    if (typeof value === 'string' && this.cluster.isSecretVariable(value)) return;
    const result = schema.safeParse(typeof value === 'string' ? this.cluster.fill(value) : value);
    if (result.success) return;
    const shown = typeof value === 'string' ? JSON.stringify(this.cluster.fill(value)) : String(value);
    const hint = result.error.issues.map((issue) => issue.message).join('; ');
    this.report({ code: 'VALUE_INVALID', field, message: `${shown} is not valid`, hint });
  }

  /** Gives an object's file a name, where a path is normative; objects with one name share the file. */
  place(object: ApiObject, file: string): void {
    this.fileNames.set(object, file);
  }

  plain(object: DeclaredObject): object {
    return plainJson(object as ApiObject);
  }

  fileOf(object: DeclaredObject): string | undefined {
    return this.fileNames.get(object);
  }

  private bringNamespace(labels: Readonly<Record<string, string>>): void {
    const security = this.podSecurity ?? { level: 'restricted', reason: '' };
    const object = new ApiObject(this, 'namespace', namespaceObject({ name: this.namespace, security, labels }));
    this.place(object, 'namespace.yaml');
  }

  /**
   * Names objects that come with the unit although no file shows them, such as the Services of a chart: what refers
   * to them is then found to be right. The namespace is the unit's if none is given.
   */
  brings(...objects: readonly Omit<ExternalObject, 'reason'>[]): void {
    for (const object of objects) {
      this.brought.push({ namespace: this.namespace, ...object, reason: `comes with unit ${this.name}` });
    }
  }

  /** Accepts what a rule finds in this unit; the reason is listed with every check. */
  accepts(rule: string, { object, reason }: { readonly object?: string; readonly reason: string }): void {
    this.suppressions.push({ rule, unit: this.name, ...(object === undefined ? {} : { object }), reason });
  }

  /** Raises the timeout to what something in the unit may take. */
  atLeast(timeoutMs: number): void {
    this.leastTimeoutMs = Math.max(this.leastTimeoutMs, timeoutMs);
  }

  get leastTimeout(): number {
    return this.leastTimeoutMs;
  }

  /** Names are the ones that are asked for: no prefix, no hash. */
  override generateObjectName(object: ApiObject): string {
    return object.node.id;
  }

  constructs(): Iterable<DeclaredConstruct | DeclaredObject> {
    return this.node.findAll();
  }

  /** What holds for every object whoever declared it. Called once, after the last chart file. */
  finish(): void {
    for (const construct of this.node.findAll()) {
      if (!ApiObject.isApiObject(construct)) continue;
      const { metadata, apiVersion, kind } = construct;
      const group = apiVersion.includes('/') ? construct.apiGroup : '';
      // cdk8s gives the chart's namespace to every object, also to kinds that have none.
      if (isClusterScoped(group, kind)) Object.assign(metadata, { namespace: undefined });
      if (holdsData(group, kind)) metadata.addAnnotation(...NEVER_PRUNE);
    }
  }
}

/** The unit that a construct is declared in. */
export function unitOf(scope: Construct): Unit {
  return Unit.of(scope);
}

function reconcileProps(props: UnitProps): Partial<ReconcileSettings> {
  const { interval, retryInterval, timeout, prune, wait, healthChecks } = props;
  const given = Object.entries({ interval, retryInterval, timeout, prune, wait, healthChecks });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** constructs throws on a second unit of one name; we want that as a finding beside all others. */
function uniqueId(cluster: Cluster, name: string): string {
  let id = name;
  for (let n = 2; cluster.app.node.tryFindChild(id) !== undefined; n++) id = `${name}#${n}`;
  return id;
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== '.' && part !== '').join('/');
}
