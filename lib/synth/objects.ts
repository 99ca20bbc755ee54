import { byCodeUnit } from '../model/code-unit-order.js';
import type { Finding } from '../model/finding.js';
import { type KubeObject, type Manifest, type Origin, resourceId } from '../model/manifest.js';
import type { DeclaredObject, DeclaredUnit } from '../model/unit.js';

/**
 * A unit's objects as plain data, in one linear pass. cdk8s' own `App.synth()` walks and validates the whole app once a
 * chart, which is quadratic (decision 4); what it does besides, we do too: each construct's `validate()`, once.
 */
export function unitObjects(cluster: string, unit: DeclaredUnit): { manifests: Manifest[]; findings: Finding[] } {
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  const origin: Origin = { cluster, unit: unit.name, source: unit.source };
  const known = new Set(unit.problems.map(({ field, message }) => `${field}: ${message}`));
  for (const construct of unit.constructs()) {
    const at: Origin = { ...origin, construct: construct.node.path };
    for (const message of construct.node.validate()) {
      if (known.has(message)) continue;
      findings.push({ code: 'CONSTRUCT_INVALID', severity: 'error', message, origin: at });
    }
    if (!('toJson' in construct) || !('apiVersion' in construct)) continue;
    const object = attempt(() => unit.plain(construct) as KubeObject, at, findings);
    if (object === undefined) continue;
    manifests.push({
      id: resourceId(object),
      object,
      origin: at,
      file: unit.fileOf(construct as DeclaredObject) ?? defaultFile(object, unit),
    });
  }
  return { manifests: manifests.sort(byFileThenKind), findings };
}

/** Runs chart code that was left for later; what it throws is a finding, so that it hides no other. */
export function attempt<T>(code: () => T, origin: Origin, findings: Finding[]): T | undefined {
  try {
    return code();
  } catch (error) {
    const message = `chart code failed: ${error instanceof Error ? error.message : String(error)}`;
    findings.push({ code: 'CHART_FAILED', severity: 'error', message, origin });
    return undefined;
  }
}

/** `<kind>.yaml` for the object that bears the unit's name, `<kind>-<name>.yaml` otherwise. */
function defaultFile({ kind, metadata: { name, namespace } }: KubeObject, unit: DeclaredUnit): string {
  const foreign = namespace !== undefined && namespace !== unit.namespace ? `-${namespace}` : '';
  return `${kind.toLowerCase()}${foreign}${name === unit.name ? '' : `-${name.replaceAll(':', '-')}`}.yaml`;
}

function byFileThenKind(a: Manifest, b: Manifest): number {
  return (
    byCodeUnit(a.file, b.file) ||
    byCodeUnit(a.id.kind, b.id.kind) ||
    byCodeUnit(a.id.name, b.id.name) ||
    byCodeUnit(a.id.namespace ?? '', b.id.namespace ?? '')
  );
}
