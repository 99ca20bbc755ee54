import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { stringify } from 'yaml';
import { findInPath, projectRoot } from '../../lib/system/find-tool.js';
import { pause } from '../../lib/system/run-program.js';
import { closedPort } from './loopback-server.js';
import { temporaryFolder } from './temporary-folder.js';

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Path of Debian's docker-registry: one that is installed, or the package's, unpacked once into dist/ without root.
 * Undefined where apt cannot give it; says why.
 */
export function dockerRegistry(): string | undefined {
  const folder = join(projectRoot(), 'dist', 'docker-registry');
  const unpacked = join(folder, 'usr', 'bin', 'docker-registry');
  const found = findInPath('docker-registry') ?? (existsSync(unpacked) ? unpacked : undefined);
  if (found !== undefined) return found;
  try {
    const work = mkdtempSync(join(tmpdir(), 'docker-registry-'));
    execFileSync('apt-get', ['download', 'docker-registry'], { cwd: work, stdio: 'pipe', timeout: 120_000 });
    const [file] = readdirSync(work).filter((name) => name.endsWith('.deb'));
    mkdirSync(folder, { recursive: true });
    execFileSync('dpkg', ['-x', join(work, file ?? ''), folder], { stdio: 'pipe' });
    return unpacked;
  } catch (error) {
    process.stderr.write(`no docker-registry: ${String(error).split('\n')[0]}\n`);
    return undefined;
  }
}

/** Starts a registry on loopback with some `auth` of its configuration; gives `127.0.0.1:port` once it answers. */
export async function startRegistry(binary: string, auth?: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = temporaryFolder();
  const host = await closedPort();
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host },
    ...(auth === undefined ? {} : { auth }),
  };
  writeFileSync(join(folder, 'config.yml'), stringify(config));
  const child = spawn(binary, ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  running.push(child);
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`http://${host}/v2/`).then(
        () => true,
        () => false,
      )
    )
      return host;
    await pause(50);
  }
  throw new Error('docker-registry does not start');
}
