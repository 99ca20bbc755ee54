import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../lib/system/run-program.js';

/** A bare repository, and the folder from which it is filled. */
export class GitRepository {
  private constructor(
    /** Folder with the bare repository, for the server. */
    readonly served: string,
    readonly workTree: string,
  ) {}

  static async make(folder: string): Promise<GitRepository> {
    const repository = new GitRepository(join(folder, 'served'), join(folder, 'tree'));
    mkdirSync(repository.served, { recursive: true });
    mkdirSync(repository.workTree, { recursive: true });
    await repository.git(
      'init',
      '--quiet',
      '--bare',
      '--initial-branch=main',
      join(repository.served, 'repository.git'),
    );
    await repository.git('init', '--quiet', '--initial-branch=main', repository.workTree);
    return repository;
  }

  /** Everything in the work tree becomes a commit of `main`. @returns its hash */
  async commit(message: string): Promise<string> {
    await this.git('add', '--all', '--force');
    await this.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    await this.git('push', '--quiet', join(this.served, 'repository.git'), 'main');
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  private async git(...args: readonly string[]): Promise<string> {
    const identity = { GIT_AUTHOR_NAME: 'e2e', GIT_AUTHOR_EMAIL: 'e2e@localhost' };
    const committer = { GIT_COMMITTER_NAME: 'e2e', GIT_COMMITTER_EMAIL: 'e2e@localhost' };
    const alone = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    const env = { PATH: process.env.PATH, ...identity, ...committer, ...alone };
    const { code, stdout, stderr } = await runProgram('git', args, { env, cwd: this.workTree });
    if (code !== 0) throw new Error(`git ${args[0]}: ${stderr.trim()}`);
    return stdout;
  }
}
