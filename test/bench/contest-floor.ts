/**
 * The floor: what no synthesizer can do without. Start Node, hold the objects as data, turn them to text, write the
 * files. Arguments: JSON file with the objects, folder with the files, new folder.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [objects = '', from = '', to = ''] = process.argv.slice(2);
let length = 0;
for (const object of JSON.parse(readFileSync(objects, 'utf8')) as unknown[]) length += JSON.stringify(object).length;

const pending = [''];
for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
  mkdirSync(join(to, folder), { recursive: true });
  for (const entry of readdirSync(join(from, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) pending.push(path);
    else writeFileSync(join(to, path), readFileSync(join(from, path)));
  }
}
process.stdout.write(`${length} characters of JSON\n`);
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
