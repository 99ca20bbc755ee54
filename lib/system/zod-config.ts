/**
 * Imported before any schema is made. Zod compiles code for each object schema when it is first used; a run uses most of
 * them once or twice, and interpreting is faster by then (docs/performance.md).
 */
import * as z from 'zod';

z.config({ jitless: true });
