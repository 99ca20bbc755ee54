// Tests that take minutes or need tools that not everybody has: npm run test:long
import base from './jest.config.mjs';

export default { ...base, testMatch: ['**/test/long/**/*.test.ts'], testPathIgnorePatterns: [] };
