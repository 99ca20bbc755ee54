/**
 * Contestant of secrets.mjs, one task a process:
 * - `seal FROM TO RECIPIENT`: seals every file of a folder into another one, as `sops encrypt` does it
 * - `check FOLDER`: judges every file of a folder without a key
 * - `init COUNT ROOT RECIPIENT`, `status COUNT ROOT`: the commands as they are, over a cluster that declares so many secrets
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/main.js';
import { cluster, DeclaredSecret, generated, Unit } from '../../lib/index.js';
import { inspectSecret } from '../../lib/secrets/file/inspect-secret.js';
import { sealYaml } from '../../lib/secrets/sops/seal.js';
import { BENCH_SETTINGS } from './bench-settings.js';

const SECRETS_A_UNIT = 50;
const [task = '', first = '', second = '', third = ''] = process.argv.slice(2);
const source = 'charts/clusters/bench.ts';

async function seal(from: string, to: string, recipient: string): Promise<void> {
  const options = { recipients: [recipient], lastModified: new Date(), random: randomBytes };
  for (const name of readdirSync(from)) {
    writeFileSync(join(to, name), await sealYaml(readFileSync(join(from, name), 'utf8'), { ...options, file: name }));
  }
}

function check(folder: string): void {
  const names = readdirSync(folder);
  const judged = names.map((name) => inspectSecret(readFileSync(join(folder, name), 'utf8'), name));
  if (judged.some(({ inClear, keys }) => inClear.length > 0 || keys.length === 0)) throw new Error('not sealed');
}

function benchCluster(count: number) {
  return cluster(BENCH_SETTINGS, (c) => {
    for (let n = 0; n < count; n += SECRETS_A_UNIT) {
      const unit = new Unit(c.apps(`area-${(n / SECRETS_A_UNIT) % 20}`), `app-${n}`, { source });
      for (let m = n; m < Math.min(count, n + SECRETS_A_UNIT); m++) {
        new DeclaredSecret(unit, `secret-${m}`, {
          username: generated({ length: 12 }),
          password: generated({ length: 32 }),
        });
      }
    }
  });
}

async function command(count: string, root: string, args: readonly string[]): Promise<void> {
  mkdirSync(join(root, 'charts/clusters'), { recursive: true });
  writeFileSync(join(root, source), '');
  writeFileSync(join(root, 'charts/versions.yaml'), 'charts: {}\nimages: {}\n');
  let lines = 0;
  process.exitCode = await run({ clusters: [benchCluster(Number(count))] }, [...args], {
    root,
    env: process.env,
    out: () => {
      lines++;
    },
    err: (line) => process.stderr.write(`${line}\n`),
  });
  process.stderr.write(`${lines} lines\n`);
}

if (task === 'seal') await seal(first, second, third);
else if (task === 'check') check(first);
else if (task === 'init') await command(first, second, ['secrets', 'init', '--age-recipient', third]);
else if (task === 'status') await command(first, second, ['secrets', 'status']);
else throw new Error(`no task "${task}"`);
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
