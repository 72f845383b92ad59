import { configDefaults, defineConfig } from 'vitest/config';

const SLOW_BROKERS = ['test/broker/{amqp,kafka}-broker.test.ts', 'test/stories/broker-restart.test.ts'];

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/**/*.test.ts'],
    // `MORTISE_SLOW_BROKERS=none`: their servers take a minute to start, and to see them with one version of Node is enough.
    exclude: [...configDefaults.exclude, ...(process.env['MORTISE_SLOW_BROKERS'] === 'none' ? SLOW_BROKERS : [])],
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
