// A test's code runs once, as a command's does.
import v8 from 'node:v8';
import { V8_FLAGS } from '../../v8-flags.mjs';

for (const flag of V8_FLAGS) v8.setFlagsFromString(flag);
