import type { Scenario } from './scenario.js';

const MARKER = /^(\s*(?:- )?(?:image|tag|newTag): )(["']?)([^\s"'#]+)\2( # \{"\$imagepolicy": "[^"]+"\})$/m;

export const KEPT_TAG: Scenario = {
  name: 'a synth after a commit of image automation keeps its tag',
  async run({ copy }) {
    const file = copy.files().find((path) => path.endsWith('.yaml') && MARKER.test(copy.text(path)));
    if (file === undefined) return { without: 'no image of the tree is kept by image automation' };
    const before = copy.text(file);
    // As ImageUpdateAutomation commits it: another tag before the marker, nothing else.
    const committed = before.replace(
      MARKER,
      (_, start, quote, value, end) => `${start}${quote}${retagged(value)}${quote}${end}`,
    );
    try {
      copy.write(file, committed);
      await copy.command('synth');
      const after = copy.text(file);
      return after === committed
        ? {}
        : { findings: [{ subject: file, message: 'synth took the tag back, or changed more' }] };
    } finally {
      copy.write(file, before);
      await copy.command('synth');
    }
  },
};

function retagged(value: string): string {
  return value.includes(':') ? value.replace(/:[^:/]*$/, ':999.0.0') : '999.0.0';
}
