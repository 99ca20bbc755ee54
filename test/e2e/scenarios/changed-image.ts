import { parse, parseDocument } from 'yaml';
import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import { unitKey } from '../../../lib/flux/tree/unit-graph.js';
import type { AppliedObject } from '../../../lib/flux/tree/view.js';
import { formatResourceId } from '../../../lib/model/manifest.js';
import type { LiveCluster } from '../live-cluster.js';
import { waitUntil } from '../system/wait-until.js';
import { withEdits } from './restore.js';
import type { Scenario } from './scenario.js';

const VERSIONS = 'charts/versions.yaml';
const NEW_TAG = '99990101000000';

/** A Deployment of the tree whose image is one of charts/versions.yaml. */
interface Candidate {
  readonly deployment: AppliedObject;
  /** Name of the image in charts/versions.yaml. */
  readonly entry: string;
  /** Without tag and digest. */
  readonly repository: string;
}

export const CHANGED_IMAGE: Scenario = {
  name: 'a commit of image automation reaches the Deployment, and synth keeps its tag',
  async run(live) {
    const { copy, api, resources } = live;
    const found = candidate(live);
    if (found?.deployment.unit === undefined) return { without: 'the tree has no Deployment with an image of its own' };
    const { deployment, entry, repository } = found;
    const { file } = deployment.document;
    const changed = `${repository}:${NEW_TAG}`;
    const path = await resources.pathOf(deployment.object);
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
          for (const [one, text] of robotCommit(live, entry, changed)) {
            committed.set(one, text);
            copy.write(one, text);
          }
        },
        async () => {
          await waitUntil(`${formatResourceId(deployment.id)} with ${changed}`, 60_000, async () =>
            imageOf(await api.get(path)) === changed ? true : undefined,
          );
          const { rest } = await live.awaitReady([unitKey(deployment.unit as NonNullable<typeof deployment.unit>)]);
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

function candidate({ view, copy }: LiveCluster): Candidate | undefined {
  const { images } = parse(copy.text(VERSIONS)) as { images: Record<string, { repository: string; tag: string }> };
  for (const deployment of view.index.ofKind('apps', 'Deployment')) {
    const image = imageOf(deployment.object);
    const named = Object.entries(images).find(([, { repository, tag }]) => image === `${repository}:${tag}`);
    if (named !== undefined) return { deployment, entry: named[0], repository: named[1].repository };
  }
  return undefined;
}

function withPolicy(versions: string, entry: string): string {
  const document = parseDocument(versions);
  document.setIn(['images', entry, 'policy'], `default:${entry}`);
  return document.toString();
}

function imageOf(object: unknown): string | undefined {
  const [container] = mapsOf(field(object, 'spec', 'template', 'spec', 'containers'));
  return typeof container?.image === 'string' ? container.image : undefined;
}

/** What image automation commits: another value before each marker of the policy, in whatever file, and nothing else. */
function* robotCommit({ copy }: LiveCluster, entry: string, changed: string): Iterable<readonly [string, string]> {
  const marker = `# {"$imagepolicy": "default:${entry}"}`;
  for (const path of copy.files()) {
    const text = copy.text(path);
    if (!text.includes(marker)) continue;
    const lines = text
      .split('\n')
      .map((line) => (line.endsWith(marker) ? line.replace(/(: ["']?)[^\s"'#]+/, `$1${changed}`) : line));
    yield [path, lines.join('\n')];
  }
}
