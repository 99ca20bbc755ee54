/** Expressions of Cloudflare's Rules language. They take hosts, whose form is checked, and paths; no regular expression. */

/** Requests for one of some hosts; `*.` at the start stands for every name below. */
export function hostIsOneOf(hosts: readonly string[]): string {
  const exact = hosts.filter((host) => !host.startsWith('*.'));
  const below = hosts.filter((host) => host.startsWith('*.'));
  return anyOf([
    ...(exact.length === 0 ? [] : [`http.host in ${set(exact)}`]),
    ...below.map((host) => `ends_with(http.host, ${quote(host.slice(1))})`),
  ]);
}

/** Requests whose path starts with one of some texts. */
export function pathStartsWith(paths: readonly string[]): string {
  return anyOf(paths.map((path) => `starts_with(http.request.uri.path, ${quote(path)})`));
}

/** Visitors from elsewhere. */
export function countryIsNoneOf(countries: readonly string[]): string {
  return `not ip.src.country in ${set(countries)}`;
}

export function allOf(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] as string) : expressions.map((one) => `(${one})`).join(' and ');
}

function anyOf(expressions: readonly string[]): string {
  return expressions.join(' or ');
}

function set(texts: readonly string[]): string {
  return `{${texts.map(quote).join(' ')}}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
