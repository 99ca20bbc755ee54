import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { editorOf } from '../../lib/system/editor.js';
import { shellWords } from '../../lib/system/shell-words.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('words of a command', () => {
  test.each([
    ['nano', ['nano']],
    ['  code   --wait ', ['code', '--wait']],
    ['"/opt/My Editor/bin" -w', ['/opt/My Editor/bin', '-w']],
    ['emacs --eval \'(setq x "1")\'', ['emacs', '--eval', '(setq x "1")']],
    ['a\\ b "c\\"d" \'e\\f\' ""', ['a b', 'c"d', 'e\\f', '']],
    ['pre"mid dle"post $HOME *', ['premid dlepost', '$HOME', '*']],
    ['', []],
  ])('%j are split as a shell splits them, and nothing is expanded', (text, words) => {
    expect(shellWords(text)).toEqual(words);
  });

  test.each(['"open', "it's"])('%j has a quote that is not closed', (text) => {
    expect(shellWords(text)).toBeUndefined();
  });
});

describe('the editor', () => {
  test('is $VISUAL, then $EDITOR', () => {
    expect(editorOf({ VISUAL: 'code --wait', EDITOR: 'ed' })).toEqual({ program: 'code', args: ['--wait'] });
    expect(editorOf({ VISUAL: ' ', EDITOR: 'ed' })).toEqual({ program: 'ed', args: [] });
  });

  test('must be set, and make sense', () => {
    expect(() => editorOf({})).toThrow('no editor is set');
    expect(() => editorOf({ EDITOR: 'ed "' })).toThrow('$EDITOR has a quote that is not closed');
  });

  test.each(['vim', 'nvim'])(
    '%s is told to keep no history, swap or undo file, under whatever name it runs',
    (name) => {
      const folder = temporaryFolder({ [name]: '#!/bin/sh\n' });
      chmodSync(join(folder, name), 0o755);
      symlinkSync(join(folder, name), join(folder, 'vi'));
      const options = ['-n', '-i', 'NONE', '-c', 'silent! set nobackup nowritebackup noundofile', '-x'];
      for (const command of [name, 'vi', join(folder, 'vi')]) {
        expect(editorOf({ EDITOR: `${command} -x`, PATH: folder }).args).toEqual(options);
      }
    },
  );
});
