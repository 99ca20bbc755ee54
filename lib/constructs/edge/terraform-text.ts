import { variable, variablesIn } from '../../flux/substitution.js';

/** Name of the Terraform variable that stands for a variable of the cluster. */
export function terraformVariable(name: string): string {
  return name.toLowerCase();
}

/** Text for a `.tf.json`: variables of the cluster become Terraform's, and nothing else is taken for a template. */
export function terraformText(text: string): string {
  let rest = text;
  let done = '';
  for (const name of variablesIn(text)) {
    const [before = '', ...after] = rest.split(variable(name));
    done += `${literal(before, true)}\${var.${terraformVariable(name)}}`;
    rest = after.join(variable(name));
  }
  return done + literal(rest, false);
}

/** `${` and `%{` start a template unless doubled; a `$` right before a template would escape that. */
function literal(text: string, beforeTemplate: boolean): string {
  const escaped = text.replace(/[$%](?=\{)/g, '$&$&');
  return beforeTemplate ? escaped.replace(/[$%]+$/, '${"$&"}') : escaped;
}
