/** Words that no function may be called, and those that the chart file itself uses. */
const TAKEN = new Set([
  ...[
    'arguments',
    'await',
    'break',
    'case',
    'catch',
    'class',
    'const',
    'continue',
    'debugger',
    'default',
    'delete',
    'do',
  ],
  ...[
    'else',
    'enum',
    'eval',
    'export',
    'extends',
    'false',
    'finally',
    'for',
    'function',
    'if',
    'implements',
    'import',
    'in',
  ],
  ...['instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public', 'return', 'static'],
  ...[
    'super',
    'switch',
    'this',
    'throw',
    'true',
    'try',
    'typeof',
    'undefined',
    'var',
    'void',
    'while',
    'with',
    'yield',
  ],
  ...['cluster', 'generated', 'secret', 'unit', 'c'],
]);

/**
 * What the function of an app is called: `code-server` → `codeServer`. A name that means something else where it is
 * used, in the language or in the cluster's file, gets `App` behind it.
 */
export function functionName(app: string, clusterFile: string): string {
  const camel = app.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const words = new Set(clusterFile.match(/[A-Za-z_$][\w$]*/g));
  let free = camel;
  for (let n = 1; TAKEN.has(free) || free in globalThis || words.has(free); n++)
    free = `${camel}App${n === 1 ? '' : n}`;
  return free;
}
