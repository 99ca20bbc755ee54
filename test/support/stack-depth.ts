// Jest records a hundred frames for every error that is made, thrown or not, and `expect` makes one on each call. With
// the ten of Node itself, tests that read much broken input take half as long.
Error.stackTraceLimit = 10;
