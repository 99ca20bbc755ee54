/**
 * The published example recipient: the committed tree is sealed for it, and its identity was never kept. Nobody can
 * read a file that is sealed for it alone, so `secrets init` may make such a file anew.
 */
export const EXAMPLE_RECIPIENT = 'age1lm29ffdx7hhm3hu77r4f947sr7n8t095yzlr4tpt03jqlw46sqks0p8kk6';
