import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { clusters } from '../../charts/clusters.js';
import { run } from '../../lib/cli/main.js';
import { finalObject } from '../../lib/flux/final-text.js';
import { stripMarkers } from '../../lib/flux/image-policy-marker.js';
import type { JsonObject } from '../../lib/model/json.js';
import { listFiles } from '../../lib/system/read-tree.js';
import { realTree } from '../support/real-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const identity = (object: JsonObject): string => {
  const { name, namespace = '' } = object.metadata as { name: string; namespace?: string };
  return `${object.apiVersion} ${object.kind} ${namespace}/${name}`;
};

const byIdentity = (objects: readonly JsonObject[]) => new Map(objects.map((object) => [identity(object), object]));

/** Without what a comparison of text would not see. */
const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

test('stock `cdk8s synth` gives the very objects of our tree (DC-01)', async () => {
  const outdir = temporaryFolder();
  const err: string[] = [];
  const io = {
    root: process.cwd(),
    env: { CDK8S_OUTDIR: outdir },
    out: () => {},
    err: (line: string) => err.push(line),
  };
  expect({ code: await run({ clusters }, ['cdk8s'], io), err }).toEqual({ code: 0, err: [] });
  for (const { cluster } of realTree().plans) {
    const stock = listFiles(outdir, cluster.name).flatMap((path) =>
      parseAllDocuments(readFileSync(join(outdir, path), 'utf8'), { version: '1.1' }).map(
        (document) => document.toJS() as JsonObject,
      ),
    );
    const ours = cluster.units.flatMap((unit) =>
      unit.manifests.map(({ object }) => stripMarkers(plain(finalObject(object, unit.substitutes))) as JsonObject),
    );
    expect(stock).toHaveLength(ours.length);
    const [stockById, oursById] = [byIdentity(stock), byIdentity(ours)];
    expect([...stockById.keys()].sort()).toEqual([...oursById.keys()].sort());
    for (const [id, object] of oursById) expect(withoutChecksums(stockById.get(id))).toEqual(withoutChecksums(object));
  }
}, 60_000);

/** Checksums of SOPS files that do not exist yet are those of stand-ins in one of the two. */
function withoutChecksums(object: JsonObject | undefined): JsonObject | undefined {
  return object === undefined
    ? undefined
    : plain(JSON.parse(JSON.stringify(object, (key, value) => (key.startsWith('checksum/') ? undefined : value))));
}
