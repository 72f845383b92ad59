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
  'test/stories/{test-runners,console,html-report,storefront-page,replay,workspace-tests,completion,shared-logins}.test.ts',
];

/** What is left out when the environment says so. */
const unwanted = (name: string, files: readonly string[]): readonly string[] => (process.env[name] === 'none' ? files : []);

/** Rooms whose tests start no process and leave nothing behind: modules are loaded once for all of them, which is half of the time they take. */
const PURE = [
  'test/{base,finding,schema,policy,contract,wire,workspace,journal,fault,recovery,mock,check,compat,scenario,report}/**/*.test.ts',
];

/** Rooms whose tests have processes and sockets of their own, and leave none behind. */
const TIDY = ['test/{host,cli,console}/**/*.test.ts'];

const excluded = [
  ...configDefaults.exclude,
  // `none`: the servers of some brokers take a minute to start, some stories and laws as long to tell, and to see them with one version of Node is enough.
  ...unwanted('MORTISE_SLOW_BROKERS', SLOW_BROKERS),
  ...unwanted('MORTISE_LONG_STORIES', LONG_STORIES),
];

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    setupFiles: ['test/support/clean-run.ts'],
    pool: 'forks',
    // Left to itself it keeps one processor for its own work, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A test that was left focused would pass for the whole suite.
    allowOnly: false,
    dangerouslyIgnoreUnhandledErrors: false,
    unstubGlobals: true,
    unstubEnvs: true,
    projects: [
      { extends: true, test: { name: 'world', include: ['test/**/*.test.ts'], exclude: [...excluded, ...PURE, ...TIDY] } },
      { extends: true, test: { name: 'tidy', include: TIDY, exclude: excluded, isolate: false } },
      { extends: true, test: { name: 'pure', include: PURE, exclude: excluded, isolate: false } },
    ],
  },
});
