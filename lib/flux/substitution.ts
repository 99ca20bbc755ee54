/**
 * Flux's post-build substitution: which text is a cluster variable, and how all other text survives it.
 * It runs only where a Kustomization has a variable at all; there `$$` becomes `$` and every `${` is read.
 */

// Unicode noncharacters: no dashboard, script or config can contain them by accident.
const OPEN = '\uFDD0';
const CLOSE = '\uFDD1';
const TOKEN = /\uFDD0([A-Za-z_][A-Za-z0-9_]*)\uFDD1/g;

/** Text that becomes `${NAME}` in the tree. It concatenates like any string. */
export function variable(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`invalid variable name "${name}"`);
  return `${OPEN}${name}${CLOSE}`;
}

/** True where a text holds a variable as charts do. */
export function isVariableToken(text: string): boolean {
  return text.includes(OPEN);
}

/** Names of the variables in a text, in order of appearance. */
export function variablesIn(text: string): string[] {
  return text.includes(OPEN) ? [...text.matchAll(TOKEN)].map((match) => match[1] as string) : [];
}

/** Text as it has to stand in a Kustomization that substitutes: ours as `${NAME}`, everything else escaped. */
export function escapeForSubstitution(text: string): string {
  if (!text.includes('$') && !text.includes(OPEN)) return text;
  let out = '';
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    out += `${escapeLiteral(text.slice(from, match.index), true)}\${${match[1]}}`;
    from = match.index + match[0].length;
  }
  return out + escapeLiteral(text.slice(from), false);
}

/** `$$` → `$$$$` and `${` → `$${`; a `$` right before a variable would escape that variable, so it is doubled too. */
function escapeLiteral(text: string, beforeVariable: boolean): string {
  const escaped = text.replace(/\$\$|\$(?=\{)/g, (dollars) => dollars + dollars);
  return beforeVariable && /(^|[^$])(\$\$)*\$$/.test(text) ? `${escaped}$` : escaped;
}

/** The inverse of `escapeForSubstitution`: text of a Kustomization that substitutes, as charts hold it. */
export function readEscaped(text: string): string {
  return text.replace(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (found, name?: string) =>
    name === undefined ? found.slice(1) : variable(name),
  );
}

/** Text with every variable filled in, for checks that need the final value; unknown ones keep a stand-in. */
export function fillVariables(text: string, values: ReadonlyMap<string, string | undefined>): string {
  return text.replace(TOKEN, (_, name: string) => values.get(name) ?? 'unknown.example');
}

/** Text for people: variables as `${NAME}`, nothing escaped. */
export function displayVariables(text: string): string {
  return text.replace(TOKEN, (_, name: string) => `\${${name}}`);
}
