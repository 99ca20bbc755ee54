import { readSource, viewOf } from '../../lib/flux/tree/tree-view.js';
import type { TreeSource, TreeView } from '../../lib/flux/tree/view.js';
import type { ClusterDefinition } from '../../lib/model/cluster.js';
import type { Finding } from '../../lib/model/finding.js';
import { sortOut } from '../../lib/rules/check-tree.js';
import { RULES } from '../../lib/rules/registry.js';
import { runRules } from '../../lib/rules/rule.js';
import { kindsOf } from '../../lib/rules/schema/with-schemas.js';
import { TREE_RULES } from '../../lib/rules/tree-registry.js';
import { runTreeRules, type TreeRule } from '../../lib/rules/tree-rule.js';
import { loadKindSchemas } from '../../lib/schemas/validate.js';
import { leakFinding } from '../../lib/secrets/leaks/leak-finding.js';
import { scanText } from '../../lib/secrets/leaks/scan-text.js';
import { type Plan, plan } from '../../lib/synth/pipeline.js';
import { committedTree, read, type Snapshot } from '../../lib/synth/read.js';
import { readSealed, seal, sealedFiles } from '../../lib/synth/seal.js';
import { treeSettings } from '../../lib/synth/tree-settings.js';
import { type Files, IntactTree, isSealed } from './intact-tree.js';

/**
 * What `npm run check` says of a tree that was damaged on disk: the rules of the tree with the settings that the charts
 * give, the rules of the sealed files that are declared, and the leaks of every file. Two things do not count: that a file
 * is not as the charts give it (drift), and that no chart declares it (`foreign-file`). Both find any damage at all, and
 * tell nobody what is wrong with it.
 */
export class DamagedCheck {
  readonly tree: IntactTree;
  private readonly snapshot: Snapshot;
  private readonly plan: Plan;
  private readonly settings: TreeView['settings'];
  private readonly sources: ReadonlyMap<string, TreeSource>;
  private readonly schemas = new Map<string, ReturnType<typeof loadKindSchemas>>();
  private before: ReadonlySet<string> | undefined;
  /** The rules in the order in which they last found something, by the kind of damage. */
  private readonly likely = new Map<string, readonly TreeRule[]>();

  /** `rules` are those of the tree. @default all that are registered */
  constructor(
    readonly definition: ClusterDefinition,
    private readonly rules: readonly TreeRule[] = TREE_RULES,
  ) {
    const root = `kubernetes/${definition.name}/`;
    this.snapshot = read(process.cwd(), [definition.name]);
    this.plan = plan(definition, this.snapshot);
    this.settings = treeSettings(this.plan.cluster, this.plan.tree);
    this.tree = new IntactTree(new Map([...this.snapshot.files].filter(([path]) => path.startsWith(root))));
    this.sources = new Map([...this.tree.files].map(([path, text]) => [path, readSource({ path, text })]));
  }

  /** Errors and warnings of a damaged tree that the intact one does not have. */
  async newFindings(files: Files): Promise<Finding[]> {
    const isNew = await this.isNew();
    return [...(await this.byRule(files, this.rules))].flat().filter(isNew);
  }

  /**
   * Those of the first rule that has any, in no order: whether a damage is found at all is known long before the last rule
   * has run. What found the last damage of a kind is tried first on the next.
   */
  async someNewFindings(files: Files, kind: string): Promise<Finding[]> {
    const isNew = await this.isNew();
    const rules = this.likely.get(kind) ?? this.rules;
    for (const all of await this.byRule(files, rules)) {
      const findings = all.filter(isNew);
      const rule = rules.find(({ name }) => name === findings[0]?.code);
      if (rule !== undefined) this.likely.set(kind, [rule, ...rules.filter((one) => one !== rule)]);
      if (findings.length > 0) return findings;
    }
    return [];
  }

  /** Errors and warnings of the tree before any damage. */
  async intactFindings(): Promise<Finding[]> {
    return [...(await this.byRule(this.tree.files, this.rules))].flat().filter(isFault);
  }

  private async isNew(): Promise<(finding: Finding) => boolean> {
    this.before ??= new Set((await this.intactFindings()).map(keyOf));
    const before = this.before;
    return (finding) => isFault(finding) && !before.has(keyOf(finding));
  }

  /** Findings of one rule after the other, each when it is asked for. */
  private async byRule(files: Files, rules: readonly TreeRule[]): Promise<Iterable<readonly Finding[]>> {
    const view = viewOf(new Map([...files].map(([path, text]) => [path, this.source(path, text)])), this.settings);
    const schemas = await this.kindSchemas(view);
    return this.inTurn(files, { ...view, settings: { ...view.settings, schemas } }, rules);
  }

  private *inTurn(files: Files, view: TreeView, rules: readonly TreeRule[]): Iterable<readonly Finding[]> {
    const { suppressions, cluster } = this.settings;
    for (const rule of rules) {
      const own = suppressions.filter((one) => one.rule === rule.name);
      yield sortOut(runTreeRules([rule], view), own, cluster).findings;
    }
    const isIntact = files === this.tree.files;
    if (isIntact || [...this.tree.files.keys(), ...files.keys()].some((path) => this.isTouched(path, files))) {
      yield this.sealedFindings(files);
    }
    yield this.leaks(isIntact ? [...files] : [...files].filter(([path, text]) => this.tree.files.get(path) !== text));
  }

  private source(path: string, text: string): TreeSource {
    const known = this.sources.get(path);
    return known?.text === text ? known : readSource({ path, text });
  }

  /** The schemas of the API groups in a tree, loaded once for each set of groups. */
  private kindSchemas(view: TreeView): ReturnType<typeof loadKindSchemas> {
    const kinds = kindsOf(view);
    const groups = [...new Set(kinds.map(({ apiVersion }) => apiVersion.split('/')[0]))].sort().join();
    let schemas = this.schemas.get(groups);
    if (schemas === undefined) {
      schemas = loadKindSchemas(kinds, this.settings.kubernetesVersion);
      this.schemas.set(groups, schemas);
    }
    return schemas;
  }

  private isTouched(path: string, files: Files): boolean {
    return isSealed(path) && files.get(path) !== this.tree.files.get(path);
  }

  private sealedFindings(files: Files): Finding[] {
    const { cluster, tree } = this.plan;
    const { creationRules, chartFiles } = this.snapshot;
    const committed = committedTree(files);
    const { sealed, certificates } = readSealed(cluster, committed);
    const input = { cluster, tree, chartFiles, foreignFiles: [], sealed, creationRules, certificates };
    return [...seal(cluster, committed), ...runRules(RULES, input)];
  }

  private leaks(files: readonly (readonly [string, string])[]): Finding[] {
    const declared = new Set(sealedFiles(this.plan.cluster).map(({ path }) => path));
    const { rules } = this.snapshot.creationRules;
    return files.flatMap(([path, text]) =>
      scanText(path, text, { rules, declared, binary: false }).leaks.map(leakFinding),
    );
  }
}

function isFault({ severity }: Finding): boolean {
  return severity === 'error' || severity === 'warning';
}

function keyOf({ code, file, field, message }: Finding): string {
  return JSON.stringify([code, file, field, message]);
}
