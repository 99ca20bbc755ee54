// Writes the 5,000 objects of the schema contest, as YAML and as JSON, and the same schemas for kubeconform.
// Arguments: count, folder. Prints kubeconform's schema location.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitYaml } from '../../lib/flux/yaml/emit.js';
import type { JsonObject } from '../../lib/model/json.js';
import { apiGroup } from '../../lib/model/manifest.js';
import { objectsBelow } from '../support/committed-objects.js';
import { compiledKinds, writeKubeconformSchemas } from '../support/kubeconform-schemas.js';

const [count, folder] = [Number(process.argv[2]), String(process.argv[3])];
const PER_FILE = 10;

const compiled = await compiledKinds();
// What both can judge: no variables, no ciphertext, and kinds that have compiled schemas.
const originals = objectsBelow('kubernetes')
  .map(({ object }) => object)
  .filter((object) => !/\uFDD0|ENC\[/.test(JSON.stringify(object)))
  .filter(({ apiVersion, kind }) => compiled.has(`${apiGroup(apiVersion)}/${kind}`));
const objects = Array.from({ length: count }, (_, index) => {
  const original = originals[index % originals.length] as unknown as JsonObject & { readonly metadata: JsonObject };
  return { ...original, metadata: { ...original.metadata, name: `object-${index}` } };
});
mkdirSync(join(folder, 'yaml'), { recursive: true });
for (let from = 0; from < count; from += PER_FILE) {
  const documents = objects.slice(from, from + PER_FILE).map((object) => emitYaml(object));
  writeFileSync(join(folder, 'yaml', `${from}.yaml`), documents.map((text) => `---\n${text}`).join(''));
}
writeFileSync(join(folder, 'objects.json'), JSON.stringify(objects));
process.stdout.write(await writeKubeconformSchemas(join(folder, 'schemas')));
