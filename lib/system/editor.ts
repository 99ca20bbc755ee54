import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../model/error.js';
import { findInPath } from './find-tool.js';
import { shellWords } from './shell-words.js';

/** A program with the arguments that come before the file. */
export interface Editor {
  readonly program: string;
  readonly args: readonly string[];
}

/** Without swap and undo files, backups and a history of registers, which may all be somewhere else than the file. */
const VIM_WITHOUT_TRACES = ['-n', '-i', 'NONE', '-c', 'silent! set nobackup nowritebackup noundofile'];

/**
 * The user's editor: $VISUAL, then $EDITOR. vim is told to leave no traces outside the file's folder.
 *
 * @throws InputError when none is set, or it cannot be understood.
 */
export function editorOf(env: Readonly<Record<string, string | undefined>>): Editor {
  const name = ['VISUAL', 'EDITOR'].find((candidate) => (env[candidate] ?? '').trim() !== '');
  if (name === undefined) {
    throw new InputError('no editor is set', 'EDITOR=nano npm run secrets -- edit …, or use the set command');
  }
  const [program, ...args] = shellWords(env[name] ?? '') ?? [];
  if (program === undefined) throw new InputError(`$${name} has a quote that is not closed`);
  return { program, args: isVim(program, env.PATH) ? [...VIM_WITHOUT_TRACES, ...args] : args };
}

/** `vi` is vim on most systems; what it is, its real name says. */
function isVim(program: string, path: string | undefined): boolean {
  const found = program.includes('/') ? program : findInPath(program, path);
  try {
    return /^n?vim(?:$|\.)/.test(basename(found === undefined ? program : realpathSync(found)));
  } catch {
    return false;
  }
}
