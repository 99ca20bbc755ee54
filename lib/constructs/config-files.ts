import { extname } from 'node:path';
import { Construct } from 'constructs';
import { finalObject } from '../flux/final-text.js';
import { readEscaped } from '../flux/substitution.js';
import { emitYaml } from '../flux/yaml/emit.js';
import type { JsonObject } from '../model/json.js';
import type { ConfigFileSet } from '../model/unit.js';
import { type Checksummed, digest } from './app/checksum.js';
import { type Mount, sourceMount } from './app/mounts.js';
import { dnsSubdomain } from './format.js';
import { type Unit, unitOf } from './unit.js';

/** Text as it is, or a value that is written as the file's ending says (.yaml, .yml, .json). */
export type ConfigContent = string | JsonObject;

export interface ConfigFilesProps {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * A ConfigMap from real files beside the manifests, through a kustomize generator without name suffix: a
 * `config.yaml` or a dashboard stays a file that a person can review. Pods that mount it restart when it changes.
 */
export class ConfigFiles extends Construct implements ConfigFileSet, Checksummed {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly checksumName: string;
  private text: Readonly<Record<string, string>> | undefined;

  /** @param contents file name to content, or a function that is asked after every unit is declared */
  constructor(
    scope: Construct,
    name: string,
    private readonly contents:
      | Readonly<Record<string, ConfigContent>>
      | (() => Readonly<Record<string, ConfigContent>>),
    props: ConfigFilesProps = {},
  ) {
    super(scope, `config-files-${name}`);
    const unit: Unit = unitOf(this);
    this.name = name;
    this.namespace = unit.namespace;
    this.labels = props.labels ?? {};
    this.annotations = props.annotations ?? {};
    this.checksumName = name;
    unit.configFiles.push(this);
    unit.expect(dnsSubdomain, 'ConfigFiles name', name);
  }

  files(): Readonly<Record<string, string>> {
    if (this.text === undefined) {
      const contents = typeof this.contents === 'function' ? this.contents() : this.contents;
      const entries = Object.entries(contents).map(([file, content]) => [file, toText(file, content)] as const);
      this.text = Object.fromEntries(entries);
    }
    return this.text;
  }

  /** With variables filled in: Flux changes the text too when a variable's value does. */
  checksum(): string {
    return digest(unitOf(this).cluster.fill(JSON.stringify(this.files())));
  }

  /** All files as a volume, or one of them at a path of its own. */
  mount(options: { readonly file?: string } = {}): Mount {
    return sourceMount(this, { configMap: { name: this.name } }, options);
  }
}

function toText(file: string, content: ConfigContent): string {
  if (typeof content === 'string') return content.endsWith('\n') ? content : `${content}\n`;
  if (extname(file) === '.json') return `${JSON.stringify(content, null, 2)}\n`;
  // What needs quotes in YAML is decided on the text as it will stand there.
  return readEscaped(emitYaml(finalObject(content, true)));
}
