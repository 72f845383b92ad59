import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const SLOW_BROKERS = ['test/broker/{amqp,kafka}-broker.test.ts', 'test/stories/broker-restart.test.ts'];

const LONG_STORIES = [
  'test/{readme,contributing}.test.ts',
  'test/check/request/{request-arbitrary,coverage-cases}.test.ts',
  'test/check/{run-pair,models/compare-schemas,stateful/random-sequences,stateful/run-sequences}.test.ts',
  'test/compat/laws.test.ts',
  'test/report/{timeline/timeline-from-journal,ci/ci-formats}.test.ts',
  'test/schema/{laws,breach/laws,breach/official-suite}.test.ts',
  'test/workspace/{read-workspace,init/plan-workspace}.test.ts',
  'test/stories/{planted-faults,first-steps,order-status,parallel-workers,reference-check,help-examples,probe,prism,museum-reconnecting-clients,scenario,compat,control-contract}.test.ts',
  'test/stories/{console,html-report,storefront-page,replay,workspace-tests,completion}.test.ts',
];

/** What is left out when the environment says so. */
const unwanted = (name: string, files: readonly string[]): readonly string[] => (process.env[name] === 'none' ? files : []);

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/**/*.test.ts'],
    // `none`: the servers of some brokers take a minute to start, some stories and laws as long to tell, and to see them with one version of Node is enough.
    exclude: [
      ...configDefaults.exclude,
      ...unwanted('MORTISE_SLOW_BROKERS', SLOW_BROKERS),
      ...unwanted('MORTISE_LONG_STORIES', LONG_STORIES),
    ],
    setupFiles: ['test/support/clean-run.ts'],
    pool: 'forks',
    // Left to itself it keeps one processor for its own work, which is half of a small machine; many tests only wait for programs they start.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A test that was left focused would pass for the whole suite.
    allowOnly: false,
    dangerouslyIgnoreUnhandledErrors: false,
    unstubGlobals: true,
    unstubEnvs: true,
  },
});
