import { field, textsOf } from '../../kustomize/built.js';
import type { Bringer } from '../brought.js';
import { textAt } from '../facts.js';

/** The Secret that a Terraform object writes its outputs to; an output may be renamed, `old:new`. */
export const TERRAFORM: readonly Bringer[] = [
  {
    group: 'infra.contrib.fluxcd.io',
    kind: 'Terraform',
    *brings({ object: { spec } }) {
      const written = field(spec, 'writeOutputsToSecret');
      const name = textAt(written, 'name');
      if (name === undefined) return;
      const keys = textsOf(field(written, 'outputs')).map((output) => output.split(':').at(-1) as string);
      yield { kind: 'Secret', name, ...(keys.length === 0 ? {} : { keys }) };
    },
  },
];
