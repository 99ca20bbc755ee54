import type { Rule } from '../rule.js';

/** A domain written out would have to be changed in many places, and differs from the one that is substituted (S1-24). */
export const literalVariable: Rule = {
  name: 'literal-variable',
  severity: 'error',
  description: 'No file holds the value of a cluster variable that looks like a domain; it holds the variable.',
  remediation: 'use variable(…) or the cluster’s domain instead of the text',
  check: ({ cluster, tree }) => {
    const domains = [...(cluster.variables?.known ?? [])].flatMap(([name, value]) =>
      value !== undefined && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value) ? [{ name, value }] : [],
    );
    return tree.files.flatMap(({ path, content, origin }) =>
      domains
        .filter(({ value }) => content.includes(value))
        .map(({ name, value }) => ({
          file: path,
          field: `line ${content.slice(0, content.indexOf(value)).split('\n').length}`,
          message: `"${value}" is the value of variable ${name}`,
          origin,
        })),
    );
  },
};
