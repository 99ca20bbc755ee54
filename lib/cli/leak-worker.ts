/**
 * Looks for leaks in a thread of its own: a fifth of the check's work, and nothing of it needs the charts. launch.mjs bundles
 * it as it does main.ts.
 */
import { answer } from '../system/thread.js';
import { checkProjectLeaks } from './check-leaks.js';

answer(checkProjectLeaks);
