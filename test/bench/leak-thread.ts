/** The scan for leaks of the check that `check-ours` times, in a thread as launch.mjs has it. */
import '../../lib/cli/leak-worker.js';
