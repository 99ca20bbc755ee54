import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { InputError } from '../model/error.js';
import { utf8Text } from '../model/utf8.js';
import type { Editor } from './editor.js';
import { memoryFolderCandidates } from './memory-folder.js';
import { removeAbandonedFolders, withPrivateFolder } from './private-folder.js';

const PRIVATE = 0o600;

export interface EditOptions {
  readonly editor: Editor;
  /** Folder in which the private one is made: one in memory, or the disk where that was asked for. */
  readonly base: string;
  /** Name of the file, for the editor to know the language. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What happens with an edited text: it is taken, or the editor opens it again. */
export type Verdict = 'taken' | 'again';

/**
 * Lets a person edit a text that nobody else may see. It is in a private folder of its own (mode 0700, the file 0600),
 * which is gone with all that the editor left in it before this returns or throws.
 *
 * @param judge gets what the editor saved, after each time.
 * @throws InputError when the editor cannot be started, fails, or leaves no text.
 */
export function editText(
  text: string,
  options: EditOptions,
  judge: (edited: string) => Promise<Verdict>,
): Promise<void> {
  const { editor, base, name, env } = options;
  return withPrivateFolder(base, async (folder) => {
    const file = join(folder.path, name);
    writeFileSync(file, text, { flag: 'wx', mode: PRIVATE });
    for (;;) {
      const end = await folder
        .run(editor.program, [...editor.args, file], env)
        .catch((error: NodeJS.ErrnoException) => {
          throw new InputError(
            `the editor "${editor.program}" cannot be started (${error.code})`,
            'set VISUAL or EDITOR',
          );
        });
      if (end.code !== 0) {
        const how = end.code === null ? `was ended by ${end.signal}` : `ended with code ${end.code}`;
        throw new InputError(`the editor "${basename(editor.program)}" ${how}`, 'nothing was changed');
      }
      if ((await judge(savedText(file))) === 'taken') return;
    }
  });
}

/** Removes plaintext of earlier runs that were killed, wherever they may have had it. */
export function removeAbandonedPlaintext(env: Readonly<Record<string, string | undefined>>): void {
  removeAbandonedFolders([...memoryFolderCandidates(env), tmpdir()]);
}

/** The folder for plaintext where the system has none in memory. */
export function diskFolder(): string {
  return tmpdir();
}

/** By name: editors replace the file when they save. */
function savedText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new InputError('the editor left no file', 'nothing was changed');
  }
  const text = utf8Text(bytes);
  if (text === undefined) throw new InputError('what the editor saved is not UTF-8', 'nothing was changed');
  return text;
}
