/** How often a slow law is tried: `everyday`, and `all` in the long run, which has every file that asks this. */
export function cases(everyday: number, all: number): { readonly numRuns: number } {
  return { numRuns: process.env.ALL_CASES === '1' ? all : everyday };
}
