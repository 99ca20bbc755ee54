import type { SchemaProblem } from '../../model/kind-schemas.js';

/**
 * The problems, one a cause: a field that is missing because another one is its mistyped name is not told twice.
 */
export function dropConsequences(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  if (problems.length < 2) return problems;
  const meant = new Set(
    problems.flatMap(({ keyword, path, hint }) =>
      keyword === 'unknown' && hint !== undefined ? [`${JSON.stringify(path.slice(0, -1))} ${hint}`] : [],
    ),
  );
  if (meant.size === 0) return problems;
  return problems.filter(({ keyword, path, message }) => {
    const name = /^missing field (".*")$/.exec(message)?.[1];
    return keyword !== 'missing' || name === undefined || !meant.has(`${JSON.stringify(path)} did you mean ${name}?`);
  });
}
