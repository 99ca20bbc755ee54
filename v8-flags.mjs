const [version = ''] = process.versions.node.split('.');

/**
 * By version of Node, since V8 renames its flags, and says so on the terminal of who gives one that it does not know. From
 * 24 on it has a compiler between the two, and nothing is gained.
 */
const OPTIMIZE_LATER = {
  20: '--interrupt-budget=500000',
  22: '--invocation-count-for-turbofan=22000',
};

/**
 * How V8 compiles in a run that is over in a second: with its quick compiler from the start, and with the optimizing one
 * only for what runs seven times as long as V8 would wait for. That one works beside the program, on a processor that the
 * program's other thread needs (docs/performance.md).
 */
export const V8_FLAGS = ['--sparkplug', OPTIMIZE_LATER[version]].filter((flag) => flag !== undefined);
