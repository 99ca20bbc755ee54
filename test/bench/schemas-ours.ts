// Ours in the schema contest, as its own process. Arguments: folder, and `text` (parse the same YAML files that
// kubeconform reads, then validate) or `data` (validate alone: what a check has parsed anyway; prints the milliseconds).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocuments } from '../../lib/flux/tree/read-documents.js';
import type { JsonObject } from '../../lib/model/json.js';
import { loadKindSchemas } from '../../lib/schemas/validate.js';

const [folder, from] = [String(process.argv[2]), process.argv[3]];

function objectsOfText(): JsonObject[] {
  const files = join(folder, 'yaml');
  return readdirSync(files).flatMap((name) =>
    readDocuments(name, readFileSync(join(files, name), 'utf8')).documents.map(({ object }) => object),
  );
}

const objects =
  from === 'text' ? objectsOfText() : (JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8')) as JsonObject[]);
const started = performance.now();
const schemas = await loadKindSchemas(objects as unknown as { apiVersion: string; kind: string }[], '1.34.2');
const problems = objects.flatMap((object): readonly unknown[] => schemas.check(object) ?? ['unknown kind']);
const milliseconds = performance.now() - started;
if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
process.stdout.write(`${JSON.stringify({ objects: objects.length, milliseconds })}\n`);
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
