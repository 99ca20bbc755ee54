import { dirname, resolve } from 'node:path';
import { InputError } from '../../model/error.js';
import { type Answer, type Answers, answersFrom, parseAnswers } from '../../secrets/values/answers.js';
import { readBytes } from '../../system/read-file.js';
import type { SecretsHost } from './host.js';
import { requiredFile } from './identities.js';

/**
 * Answers of a file, if one is named, and of the environment. A path in the file starts from the file's own folder.
 *
 * @throws InputError when a named file cannot be read, AnswersError when it holds something else.
 */
export function answersAtHand(env: SecretsHost['env'], file: string | undefined): Answers {
  const answers = file === undefined ? new Map<string, Answer>() : parseAnswers(requiredFile(file), file);
  const placed = [...answers].map(([name, answer]) => [name, fromFolderOf(file ?? '', answer)] as const);
  return answersFrom(new Map(placed), env, bytesOf);
}

function fromFolderOf(file: string, answer: Answer): Answer {
  return typeof answer === 'string' ? answer : { file: resolve(dirname(file), answer.file) };
}

function bytesOf(path: string): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = readBytes(path);
  } catch (error) {
    throw new InputError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  if (bytes === undefined) throw new InputError(`${path}: no such file`);
  return bytes;
}
