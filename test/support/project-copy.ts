import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../lib/system/read-tree.js';
import type { CommandResult } from './repository.js';
import { temporaryFolder, writeFiles } from './temporary-folder.js';

const COPIED = [
  'main.ts',
  'launch.mjs',
  'v8-flags.mjs',
  'package.json',
  'package-lock.json',
  'cdk8s.yaml',
  'lib',
  'imports',
];

/** The project as somebody has it after `git clone` and `npm ci`, but with charts of the test's own. */
export class ProjectCopy {
  readonly root: string;

  constructor(charts: Readonly<Record<string, string>>) {
    this.root = temporaryFolder(charts);
    for (const path of COPIED) cpSync(path, join(this.root, path), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules'), join(this.root, 'node_modules'));
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.root, files);
  }

  /** Runs launch.mjs from another folder, as npm may. */
  run(...argv: readonly string[]): CommandResult {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(this.root, 'launch.mjs'), ...argv], {
      cwd: '/',
      encoding: 'utf8',
    });
    return { code: status ?? -1, out: stdout, err: stderr };
  }

  /** Starts launch.mjs and kills it without warning after some milliseconds; true where it had not ended before. */
  runAndKill(milliseconds: number, ...argv: readonly string[]): Promise<boolean> {
    const child = spawn(process.execPath, [join(this.root, 'launch.mjs'), ...argv], {
      cwd: this.root,
      stdio: 'ignore',
    });
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
      child.on('exit', (_, signal) => {
        clearTimeout(timer);
        resolve(signal === 'SIGKILL');
      });
    });
  }

  files(folder: string): string[] {
    return listFiles(this.root, folder);
  }

  /** Runs a program of the project, and gives what it prints. */
  exec(program: string, ...args: readonly string[]): string {
    return execFileSync(program, [...args], { cwd: this.root, encoding: 'utf8' });
  }
}

/** Chart files of one cluster named `home` with `count` web apps. */
export function homeCharts(count = 1, extra = ''): Record<string, string> {
  return {
    'charts/clusters.ts': ["import { home } from './clusters/home.js';", 'export const clusters = [home];', ''].join(
      '\n',
    ),
    'charts/clusters/home.ts': `
import { ciliumLoadBalancer, cluster, edgeTls, ingressNginx, manualDns, sops, Unit, WebApp } from '../../lib/index.js';
export const home = cluster(
  {
    name: 'home', domain: 'example.org', timezone: 'UTC', architecture: 'arm64',
    flux: { git: { url: 'https://git.example.net/homelab', branch: 'main' } },
    exposure: ingressNginx(), dns: manualDns(), tls: edgeTls(), loadBalancer: ciliumLoadBalancer(), secrets: sops(),
  },
  (c) => {
    for (let n = 0; n < ${count}; n++) {
      const unit = new Unit(c.apps('demo'), \`app-\${n}\`, { source: 'charts/clusters/home.ts' });
      new WebApp(unit, \`app-\${n}\`, { image: c.image('demo'), port: 8080, host: \`app-\${n}\` });
    }
    ${extra}
  },
);
`,
    'charts/versions.yaml': versions('1.0.0'),
  };
}

/** charts/versions.yaml with one image at some tag. */
export function versions(tag: string): string {
  return `charts: {}\nimages:\n  demo:\n    repository: ghcr.io/example/demo\n    tag: ${tag}\n`;
}
