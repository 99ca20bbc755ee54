import { App, type AppProps } from 'cdk8s';
import { asideText } from '../flux/aside-text.js';
import { withImagePolicyMarker } from '../flux/image-policy-marker.js';
import { fillVariables, variable, variablesIn } from '../flux/substitution.js';
import type { AsideFile } from '../model/aside.js';
import type { DeclareInputs, PublicHost } from '../model/cluster.js';
import type { Finding } from '../model/finding.js';
import type { JsonObject } from '../model/json.js';
import { hintForUnknown } from '../model/names.js';
import type { SecretDeclaration } from '../model/secret.js';
import type { DeclaredUnit, Layer } from '../model/unit.js';
import type { ChartVersion } from '../model/versions.js';
import type { ClusterSettings } from './cluster-settings.js';
import { chartImage } from './helm/chart-image.js';
import type { SecretBackend } from './strategies.js';

/** Where a unit goes: a layer, and a folder in it that may have a namespace of the same name. */
export interface Area {
  readonly cluster: Cluster;
  readonly layer: Layer;
  readonly name?: string;
}

/** A logical secret with who declares it and what brings it. */
export interface SecretRecord {
  readonly declaration: SecretDeclaration;
  readonly unit: DeclaredUnit;
  readonly backend: SecretBackend;
}

/** A cluster while its chart files run: settings, and the registry of what they declare. */
export class Cluster {
  readonly name: string;
  /** Its file, `charts/clusters/<name>.ts`. */
  readonly source: string;
  readonly app: App;
  /** Every variable of the cluster, with its value where the charts know it. */
  readonly knownVariables: ReadonlyMap<string, string | undefined>;
  readonly units: DeclaredUnit[] = [];
  readonly problems: Finding[] = [];
  readonly hosts: PublicHost[] = [];
  readonly adoptingFolders: string[] = [];
  readonly asides: AsideFile[] = [];
  /** Every logical secret, whatever its backend, in the order of declaration. */
  readonly secrets: SecretRecord[] = [];
  private readonly lastActions: (() => void)[] = [];

  constructor(
    readonly settings: ClusterSettings,
    readonly inputs: DeclareInputs,
    source: string,
    appProps: AppProps = {},
  ) {
    this.name = settings.name;
    this.source = source;
    const variables = Object.entries(settings.variables ?? {});
    this.knownVariables = new Map(
      variables.map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
    );
    this.app = new App(appProps);
  }

  /** Place for platform services: `infrastructure/[<area>/]<unit>`. */
  infrastructure(area?: string): Area {
    return { cluster: this, layer: 'infrastructure', ...(area === undefined ? {} : { name: area }) };
  }

  /** Place for apps: `apps/[<area>/]<unit>`. */
  apps(area?: string): Area {
    return { cluster: this, layer: 'apps', ...(area === undefined ? {} : { name: area }) };
  }

  /** Lets a robot add folders with a ks.yaml to an area: they are listed, and never rewritten or removed (DC-12). */
  adopts({ layer, name }: Area): void {
    if (name !== undefined) this.adoptingFolders.push(`${layer}/${name}`);
  }

  get fluxNamespace(): string {
    return this.settings.flux.namespace ?? 'flux-system';
  }

  get timezone(): string {
    return this.settings.timezone;
  }

  /** `n8n` → `n8n.<domain>`; a name with a dot, possibly in a variable, is a host already. */
  host(name: string): string {
    return this.fill(name).includes('.') ? name : `${name}.${this.settings.domain}`;
  }

  /** A chart that charts/versions.yaml pins. */
  chart(name: string): ChartVersion {
    const found = this.inputs.versions.charts[name];
    if (found !== undefined) return found;
    this.unknownVersion('charts', name, Object.keys(this.inputs.versions.charts));
    return { repository: 'https://unknown.example', chart: name, version: '0.0.0' };
  }

  /**
   * An image that charts/versions.yaml pins. With a policy, the committed tree owns the tag as soon as it has one for
   * the same repository (S1-51, traps 16 and 17).
   */
  image(name: string): string {
    const pinned = this.inputs.versions.images[name];
    if (pinned === undefined) {
      this.unknownVersion('images', name, Object.keys(this.inputs.versions.images));
      return `unknown.example/${name}:0.0.0`;
    }
    const { repository, tag, digest, policy } = pinned;
    const seed = `${repository}:${tag}${digest === undefined ? '' : `@${digest}`}`;
    if (policy === undefined) return seed;
    const committed = this.inputs.resetImages.has(name) ? undefined : this.committedImage(repository, policy);
    const owned = committed?.startsWith(`${repository}:`) === true ? committed : seed;
    return withImagePolicyMarker(owned, policy);
  }

  /** What the committed tree has of an image that a policy owns: whole, or in parts as the values of a chart. */
  private committedImage(repository: string, policy: string): string | undefined {
    const committed = (marker: string) => this.inputs.committed.markedValue(this.name, marker);
    const [tag, digest] = [committed(`${policy}:tag`), committed(`${policy}:digest`)];
    const parts = tag === undefined ? undefined : `${repository}:${tag}${digest === undefined ? '' : `@${digest}`}`;
    return committed(policy) ?? parts;
  }

  /** A provider of Terraform that charts/versions.yaml pins. */
  provider(name: string): { readonly source: string; readonly version: string } {
    const { providers = {} } = this.inputs.versions;
    const found = providers[name];
    if (found !== undefined) return { source: found.source, version: found.version };
    this.unknownVersion('providers', name, Object.keys(providers));
    return { source: `unknown/${name}`, version: '0.0.0' };
  }

  /** The same image as charts take it in their values: repository, tag, and digest where it is pinned. */
  imageParts(name: string): { readonly repository: string; readonly tag: string; readonly digest?: string } {
    const { registry, repository, ...bumped } = chartImage(this.image(name));
    if (registry === undefined) throw new Error(`image ${name}: "${repository}" is no image reference`);
    return { repository: `${registry}/${repository}`, ...bumped, tag: bumped.tag || 'latest' };
  }

  /**
   * A file in a folder of the cluster's that Flux does not apply, for Talos, Terraform and the like: synth writes it,
   * names drift, and removes it with its declaration. It gets a header that names its source.
   */
  aside(path: string, content: string | JsonObject, source: string = this.source): void {
    const problem = asideProblem(path, this);
    if (problem !== undefined) this.report({ code: 'VALUE_INVALID', field: path, ...problem });
    else this.asides.push({ path, text: asideText(path, content, source), source });
  }

  /** Leaves something for when every unit is declared: what depends on all of them, such as who reads whose secret. */
  whenDeclared(action: () => void): void {
    this.lastActions.push(action);
  }

  /** Runs what was left for the end, once. */
  complete(): void {
    for (let action = this.lastActions.shift(); action !== undefined; action = this.lastActions.shift()) action();
  }

  /** Text with given variables filled in, as Flux will see it; for checks, never for the tree. */
  fill(text: string): string {
    return fillVariables(text, this.knownVariables);
  }

  /** Whether a text is nothing but a variable whose value the charts do not know. */
  isSecretVariable(text: string): boolean {
    const [name, ...more] = variablesIn(text);
    if (name === undefined || more.length > 0 || text !== variable(name)) return false;
    return this.knownVariables.has(name) && this.knownVariables.get(name) === undefined;
  }

  report(problem: Omit<Finding, 'origin' | 'severity'>): void {
    this.problems.push({ severity: 'error', origin: { cluster: this.name, source: this.source }, ...problem });
  }

  private unknownVersion(section: string, name: string, known: string[]): void {
    this.report({
      code: 'VERSION_UNKNOWN',
      field: `${section}.${name}`,
      file: 'charts/versions.yaml',
      message: `no version of "${name}" is pinned`,
      hint: hintForUnknown(name, known),
    });
  }
}

/** Folders that hold what Flux applies. */
const FLUX_FOLDERS = new Set(['flux', 'infrastructure', 'apps']);

function asideProblem(path: string, { asides, settings }: Cluster): { message: string; hint: string } | undefined {
  const folder = path.slice(0, path.indexOf('/') + 1);
  if (!/^(?:[a-z0-9][\w.-]*\/)+[\w-][\w.-]*$/.test(path) || FLUX_FOLDERS.has(folder.slice(0, -1))) {
    return {
      message: `${path} is no place for a file beside Flux's tree`,
      hint: 'a path in a folder of its own, such as "edge/cloudflare.tf.json"',
    };
  }
  if (asides.some((other) => other.path === path)) {
    return { message: `${path} is declared twice`, hint: 'give one of the two another name' };
  }
  const foreign = (settings.foreignPaths ?? []).find((other) => `${path}/`.startsWith(`${other.path}/`));
  if (foreign === undefined) return undefined;
  return { message: `${path} is somebody else's: ${foreign.reason}`, hint: 'take it out of foreignPaths' };
}
