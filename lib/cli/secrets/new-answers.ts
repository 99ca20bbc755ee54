import type { SecretKeyRef } from '../../model/secret.js';
import type { ChangeInput } from '../../secrets/change/change-plan.js';
import type { Rotation } from '../../secrets/change/choose-rotation.js';
import { keyId, secretId } from '../../secrets/problem.js';
import { answerVariable, askedVariables } from '../../secrets/values/answers.js';
import { answersAtHand } from './answers.js';
import type { ClusterAtHand } from './cluster-at-hand.js';
import type { SecretsHost } from './host.js';

/** New values of what only the owner knows: of a file, of the environment, or by a question where a person is there. */
export async function newAnswers(
  host: SecretsHost,
  { cluster, files }: ClusterAtHand,
  { renewed }: Rotation,
  file: string | undefined,
): Promise<Required<Pick<ChangeInput, 'answer' | 'howToAnswer'>>> {
  const answers = answersAtHand(host.env, file);
  const variables = askedVariables(files);
  const found = new Map<string, string>();
  for (const { ref, key } of renewed) {
    if (key.source.from !== 'asked') continue;
    const known = answers.find(cluster, ref, variables.get(keyId(ref)));
    const question = `${cluster}/${keyId(ref)}: ${key.source.question}`;
    const answer = known ?? (host.interactive ? await host.ask(question, { hidden: true }) : undefined);
    if (answer !== undefined) found.set(keyId(ref), answer);
  }
  return {
    answer: (ref) => found.get(keyId(ref)),
    howToAnswer: (ref) => howToAnswer(ref, variables.get(keyId(ref))),
  };
}

function howToAnswer(ref: SecretKeyRef, variable: string | undefined): string {
  const names = [answerVariable(ref), ...(variable === undefined ? [] : [variable])].join(', or ');
  return `--answers FILE with ${secretId(ref)}: {${ref.key}: …}, or ${names}, or choose keys with --value KEY`;
}
