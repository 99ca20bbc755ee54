import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import { unitKey } from '../../../lib/flux/tree/unit-graph.js';
import { formatResourceId } from '../../../lib/model/manifest.js';
import { waitUntil } from '../system/wait-until.js';
import { withEdits } from './restore.js';
import type { Scenario } from './scenario.js';

const NEW_TAG = 'e2e-changed';

export const CHANGED_IMAGE: Scenario = {
  name: 'a push of a changed image reaches the Deployment',
  async run(live) {
    const { view, copy, api, resources } = live;
    const deployment = view.index.ofKind('apps', 'Deployment').find(({ object, document, unit }) => {
      const image = imageOf(object);
      return (
        unit !== undefined &&
        image !== undefined &&
        document.file !== '' &&
        copy.text(document.file).includes(`image: ${image}`)
      );
    });
    if (deployment?.unit === undefined) return { without: 'the tree has no Deployment' };
    const { document, id, unit } = deployment;
    const image = imageOf(deployment.object) as string;
    const changed = `${image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')}:${NEW_TAG}`;
    const path = await resources.pathOf(deployment.object);
    return withEdits(
      live,
      'another image',
      () => copy.write(document.file, copy.text(document.file).replace(`image: ${image}`, `image: ${changed}`)),
      async () => {
        await waitUntil(`${formatResourceId(id)} with ${changed}`, 60_000, async () =>
          imageOf(await api.get(path)) === changed ? true : undefined,
        );
        const { rest } = await live.awaitReady([unitKey(unit)]);
        return { findings: rest.map(({ key, state }) => ({ subject: key, message: state?.message ?? 'is gone' })) };
      },
    );
  },
};

function imageOf(object: unknown): string | undefined {
  const [container] = mapsOf(field(object, 'spec', 'template', 'spec', 'containers'));
  return typeof container?.image === 'string' ? container.image : undefined;
}
