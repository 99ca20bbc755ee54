import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { memoryFolder, memoryFolderCandidates } from '../../lib/system/memory-folder.js';
import { hasEnded, isAlive, ownMark } from '../../lib/system/process-mark.js';
import { sayAloud } from '../support/say-aloud.js';

const inLinux = existsSync('/dev/shm') && process.platform === 'linux';
if (!inLinux) sayAloud('folders in memory: this system has no /dev/shm');

describe('a folder in memory', () => {
  (inLinux ? test : test.skip)('is one whose file system is, whatever it is called', () => {
    expect(memoryFolder({}, ['/nowhere', '/proc', process.cwd(), '/dev/shm'])).toBe('/dev/shm');
    expect(memoryFolder({}, [process.cwd(), '/nowhere'])).toBeUndefined();
  });

  test('is looked for in the user’s own place first, where that is a whole path', () => {
    expect(memoryFolderCandidates({ XDG_RUNTIME_DIR: '/run/user/1000' })).toEqual(['/run/user/1000', '/dev/shm']);
    expect(memoryFolderCandidates({ XDG_RUNTIME_DIR: 'run' })).toEqual(['/dev/shm']);
  });
});

describe('a mark', () => {
  test('tells a running process from one that ended, and from a later one with its number', () => {
    const [space, , start] = ownMark().split('_');
    expect(hasEnded(ownMark())).toBe(false);
    expect(hasEnded(`${space}_999999999_${start}`)).toBe(true);
    if (process.platform === 'linux') expect(hasEnded(`${space}_${process.pid}_1`)).toBe(true);
    expect(isAlive(process.pid)).toBe(true);
  });

  test('of another container, or of no process, proves nothing', () => {
    expect(hasEnded('1_999999999_5')).toBe(false);
    expect(hasEnded('somebody')).toBe(false);
  });
});
