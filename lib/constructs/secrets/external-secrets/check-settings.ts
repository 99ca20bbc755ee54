import type * as z from 'zod';

/** What zod says of a store's settings, in a store's own form; types are not checked at run time by Node 20. */
export function settingsProblems(schema: z.ZodType, settings: unknown): { fact: string; hint: string }[] {
  const result = schema.safeParse(settings);
  if (result.success) return [];
  return result.error.issues.map(({ code, path, message, ...issue }) => {
    // What was given may be the very secret that has no place here (S0-07): only names are shown.
    if (code === 'unrecognized_keys') {
      const keys = (issue as { keys?: readonly string[] }).keys ?? [];
      const names = keys.map((key) => `"${key}"`).join(', ');
      return {
        fact: `has no setting ${names}`,
        hint: 'values come from the store or are asked for, never from settings',
      };
    }
    return { fact: `setting ${path.join('.')} is not valid`, hint: message };
  });
}
