import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/clean-run.ts'],
    pool: 'forks',
    // Left to itself it keeps one processor for its own work, which is half of a small machine; many tests wait for programs they start.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A test that was left focused would pass for the whole suite.
    allowOnly: false,
    dangerouslyIgnoreUnhandledErrors: false,
    unstubGlobals: true,
    unstubEnvs: true,
  },
});
