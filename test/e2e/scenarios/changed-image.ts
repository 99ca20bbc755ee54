import { parse, parseDocument } from 'yaml';
import { unitKey } from '../../../lib/flux/tree/unit-graph.js';
import type { AppliedObject, FluxUnit } from '../../../lib/flux/tree/view.js';
import { formatResourceId } from '../../../lib/model/manifest.js';
import type { LiveCluster } from '../live-cluster.js';
import { waitUntil } from '../system/wait-until.js';
import { withEdits } from './restore.js';
import type { Scenario } from './scenario.js';

const VERSIONS = 'charts/versions.yaml';
const NEW_TAG = '99990101000000';

/** An object of the tree whose image is one of charts/versions.yaml. */
interface Candidate {
  readonly owner: AppliedObject & { readonly unit: FluxUnit };
  /** Name of the image in charts/versions.yaml. */
  readonly entry: string;
  /** Without tag and digest. */
  readonly repository: string;
}

export const CHANGED_IMAGE: Scenario = {
  name: 'a commit of image automation reaches its workload, and synth keeps the tag',
  async run(live) {
    const { copy, api, resources } = live;
    const found = candidate(live);
    if (found === undefined) return { without: 'no Deployment and no release of the tree has an image of its own' };
    const { owner, entry, repository } = found;
    const { file } = owner.document;
    const path = await resources.pathOf(owner.object);
    const versions = copy.text(VERSIONS);
    const committed = new Map<string, string>();
    try {
      return await withEdits(
        live,
        'another image',
        async () => {
          // Somebody gives the image to image automation; then the robot commits the newest tag, and nothing else.
          copy.write(VERSIONS, withPolicy(versions, entry));
          await copy.command('synth');
          for (const [one, text] of robotCommit(live, entry, `${repository}:${NEW_TAG}`)) {
            committed.set(one, text);
            copy.write(one, text);
          }
        },
        async () => {
          await waitUntil(`${formatResourceId(owner.id)} with ${NEW_TAG}`, 60_000, async () =>
            JSON.stringify((await api.get(path)).spec).includes(NEW_TAG) ? true : undefined,
          );
          const { rest } = await live.awaitReady([unitKey(owner.unit)]);
          const findings = rest.map(({ key, state }) => ({ subject: key, message: state?.message ?? 'is gone' }));
          await copy.command('synth');
          for (const [subject, text] of committed) {
            if (copy.text(subject) !== text)
              findings.push({ subject, message: 'synth does not keep what was committed' });
          }
          if (!committed.has(file))
            findings.push({ subject: file, message: 'synth wrote no marker for image automation' });
          return { findings };
        },
      );
    } finally {
      copy.write(VERSIONS, versions);
    }
  },
};

/** A Deployment above all; otherwise a release with the image in its values, whole or in parts. */
function candidate({ view, copy }: LiveCluster): Candidate | undefined {
  const { images } = parse(copy.text(VERSIONS)) as { images: Record<string, { repository: string; tag: string }> };
  const owners = [
    ...view.index.ofKind('apps', 'Deployment'),
    ...view.index.ofKind('helm.toolkit.fluxcd.io', 'HelmRelease'),
  ];
  for (const { unit, ...owner } of owners) {
    const spec = JSON.stringify(owner.object.spec);
    const named = Object.entries(images).find(([, { repository, tag }]) => {
      const path = repository.slice(repository.indexOf('/') + 1);
      return [`"${repository}:${tag}"`, `"repository":"${path}","tag":"${tag}"`].some((text) => spec.includes(text));
    });
    if (named === undefined || unit === undefined) continue;
    return { owner: { ...owner, unit }, entry: named[0], repository: named[1].repository };
  }
  return undefined;
}

function withPolicy(versions: string, entry: string): string {
  const document = parseDocument(versions);
  document.setIn(['images', entry, 'policy'], `default:${entry}`);
  return document.toString();
}

/** What image automation commits: another value before each marker of the policy, in whatever file, and nothing else. */
function* robotCommit({ copy }: LiveCluster, entry: string, changed: string): Iterable<readonly [string, string]> {
  const marker = new RegExp(`# \\{"\\$imagepolicy": "default:${entry}(:tag)?"\\}$`);
  for (const path of copy.files()) {
    const text = copy.text(path);
    const lines = text.split('\n').map((line) => {
      const [, part] = marker.exec(line) ?? [undefined, null];
      if (part === null) return line;
      return line.replace(/(: ["']?)[^\s"'#]+/, `$1${part === undefined ? changed : NEW_TAG}`);
    });
    if (lines.join('\n') === text) continue;
    yield [path, lines.join('\n')];
  }
}
