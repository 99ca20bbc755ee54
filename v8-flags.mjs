/**
 * How V8 compiles in a run that is over in a second: with its quick compiler from the start, and with the optimizing one
 * only for what runs seven times as long as V8 would wait for. That one works beside the program, on a processor that the
 * program's other thread needs (docs/performance.md).
 */
export const V8_FLAGS = ['--sparkplug', '--interrupt-budget=500000'];
