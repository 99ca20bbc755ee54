/** One call more at the end of a cluster's list. */
export interface Registration {
  /** Name of the exported function. */
  readonly name: string;
  /** From the cluster's file: `../apps/games/romm.js`. */
  readonly module: string;
}

// As the formatter leaves every file of charts/clusters: the list of units is the last argument of `cluster(…)`.
const END = '\n  },\n);\n';
const START = /\n {2}\((_?)(\w+)\) => \{\n/g;

/** The cluster's file with a unit more; undefined where it has not the form that all such files have. */
export function register(text: string, { name, module }: Registration): string | undefined {
  const start = [...text.matchAll(START)].at(-1);
  const lastImport = [...text.matchAll(/^(?:import .+|\} from .+);$/gm)].at(-1);
  if (!text.endsWith(END) || start?.[2] === undefined || lastImport === undefined) return undefined;
  const [opening, , parameter] = start;
  const afterImports = lastImport.index + lastImport[0].length;
  return [
    text.slice(0, afterImports),
    `\nimport { ${name} } from '${module}';`,
    text.slice(afterImports, start.index),
    `\n  (${parameter}) => {\n`,
    text.slice(start.index + opening.length, -END.length),
    `\n    ${name}(${parameter});`,
    END,
  ].join('');
}
