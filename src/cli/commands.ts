import type { CommandEntry } from './command.js';

/** Each command is loaded when it is run: its help, and all that completion knows, are in light modules of their own. */
export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  [
    'mock',
    {
      group: 'Stand in and record',
      summary: 'Serve the systems of contracts',
      help: async () => (await import('./mock-help.js')).MOCK_HELP,
      load: async () => (await import('./mock.js')).runMock,
    },
  ],
  [
    'proxy',
    {
      group: 'Stand in and record',
      summary: 'Stand before a provider: record, and inject faults',
      help: async () => (await import('./proxy-help.js')).PROXY_HELP,
      load: async () => (await import('./proxy.js')).runProxy,
    },
  ],
  [
    'record',
    {
      group: 'Stand in and record',
      summary: 'Write down what a consumer needs of a real provider; serve a recording',
      help: async () => (await import('./record-help.js')).RECORD_HELP,
      load: async () => (await import('./record.js')).runRecord,
    },
  ],
  [
    'lint',
    {
      group: 'Test',
      summary: 'Read contracts and say what is wrong, and where',
      help: async () => (await import('./lint-help.js')).LINT_HELP,
      load: async () => (await import('./lint.js')).runLint,
    },
  ],
  [
    'test',
    {
      group: 'Test',
      summary: 'Test each pair against its contract',
      help: async () => (await import('./test-help.js')).TEST_HELP,
      load: async () => (await import('./test.js')).runTest,
    },
  ],
  [
    'check',
    {
      group: 'Test',
      summary: 'Lint and test in one: the command for CI',
      help: async () => (await import('./check-help.js')).CHECK_HELP,
      load: async () => (await import('./check.js')).runCheck,
    },
  ],
  [
    'report',
    {
      group: 'Test',
      summary: 'Tell a run again: for people, CI servers, pull requests',
      help: async () => (await import('./report-help.js')).REPORT_HELP,
      load: async () => (await import('./report.js')).runReport,
    },
  ],
  [
    'compat',
    {
      group: 'Change safely',
      summary: 'Compare versions of contracts: what breaks, and whom',
      help: async () => (await import('./compat-help.js')).COMPAT_HELP,
      load: async () => (await import('./compat.js')).runCompat,
    },
  ],
  [
    'pact',
    {
      group: 'Change safely',
      summary: 'Write, compare, verify and publish pacts',
      help: async () => (await import('./pact-help.js')).PACT_HELP,
      load: async () => (await import('./pact.js')).runPact,
    },
  ],
  [
    'scenario',
    {
      group: 'Recover',
      summary: 'Run workflows while faults come and go, and judge the recovery',
      help: async () => (await import('./scenario-help.js')).SCENARIO_HELP,
      load: async () => (await import('./scenario.js')).runScenario,
    },
  ],
  [
    'probe',
    {
      group: 'Recover',
      summary: 'Learn how a client recovers, by running it against failures',
      help: async () => (await import('./probe-help.js')).PROBE_HELP,
      load: async () => (await import('./probe.js')).runProbe,
    },
  ],
  [
    'judge',
    {
      group: 'Recover',
      summary: 'Judge the recovery that a journal shows',
      help: async () => (await import('./judge-help.js')).JUDGE_HELP,
      load: async () => (await import('./judge.js')).runJudge,
    },
  ],
  [
    'explain',
    {
      group: 'Look closer',
      summary: 'Explain a finding: why it is one, and what can be done',
      help: async () => (await import('./explain-help.js')).EXPLAIN_HELP,
      load: async () => (await import('./explain.js')).runExplain,
    },
  ],
  [
    'replay',
    {
      group: 'Look closer',
      summary: 'Make the calls of a finding again',
      help: async () => (await import('./replay-help.js')).REPLAY_HELP,
      load: async () => (await import('./replay.js')).runReplay,
    },
  ],
  [
    'init',
    {
      group: 'Set up',
      summary: 'Look at a repository and write its workspace',
      help: async () => (await import('./init-help.js')).INIT_HELP,
      load: async () => (await import('./init.js')).runInit,
    },
  ],
  [
    'completion',
    {
      group: 'Set up',
      summary: 'Complete words on the command line: bash, zsh, fish',
      help: async () => (await import('./completion-help.js')).COMPLETION_HELP,
      load: async () => (await import('./completion.js')).completionOf(COMMANDS),
    },
  ],
]);
