import type { CommandEntry } from './command.js';

/** Each command is loaded when it is called for: `mortise --version` loads none. */
export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  [
    'mock',
    {
      group: 'Stand in and record',
      summary: 'Serve the systems of contracts',
      load: async () => (await import('./mock.js')).mockCommand,
    },
  ],
  [
    'proxy',
    {
      group: 'Stand in and record',
      summary: 'Stand before a provider: record, and inject faults',
      load: async () => (await import('./proxy.js')).proxyCommand,
    },
  ],
  [
    'record',
    {
      group: 'Stand in and record',
      summary: 'Write down what a consumer needs of a real provider; serve a recording',
      load: async () => (await import('./record.js')).recordCommand,
    },
  ],
  [
    'lint',
    {
      group: 'Test',
      summary: 'Read contracts and say what is wrong, and where',
      load: async () => (await import('./lint.js')).lintCommand,
    },
  ],
  [
    'test',
    {
      group: 'Test',
      summary: 'Test each pair against its contract',
      load: async () => (await import('./test.js')).testCommand,
    },
  ],
  [
    'check',
    {
      group: 'Test',
      summary: 'Lint and test in one: the command for CI',
      load: async () => (await import('./check.js')).checkCommand,
    },
  ],
  [
    'report',
    {
      group: 'Test',
      summary: 'Tell a run again: for people, CI servers, pull requests',
      load: async () => (await import('./report.js')).reportCommand,
    },
  ],
  [
    'compat',
    {
      group: 'Change safely',
      summary: 'Compare versions of contracts: what breaks, and whom',
      load: async () => (await import('./compat.js')).compatCommand,
    },
  ],
  [
    'pact',
    {
      group: 'Change safely',
      summary: 'Write, compare, verify and publish pacts',
      load: async () => (await import('./pact.js')).pactCommand,
    },
  ],
  [
    'scenario',
    {
      group: 'Recover',
      summary: 'Run workflows while faults come and go, and judge the recovery',
      load: async () => (await import('./scenario.js')).scenarioCommand,
    },
  ],
  [
    'probe',
    {
      group: 'Recover',
      summary: 'Learn how a client recovers, by running it against failures',
      load: async () => (await import('./probe.js')).probeCommand,
    },
  ],
  [
    'judge',
    {
      group: 'Recover',
      summary: 'Judge the recovery that a journal shows',
      load: async () => (await import('./judge.js')).judgeCommand,
    },
  ],
  [
    'explain',
    {
      group: 'Look closer',
      summary: 'Explain a finding: why it is one, and what can be done',
      load: async () => (await import('./explain.js')).explainCommand,
    },
  ],
  [
    'replay',
    {
      group: 'Look closer',
      summary: 'Make the calls of a finding again',
      load: async () => (await import('./replay.js')).replayCommand,
    },
  ],
  [
    'init',
    {
      group: 'Set up',
      summary: 'Look at a repository and write its workspace',
      load: async () => (await import('./init.js')).initCommand,
    },
  ],
  [
    'completion',
    {
      group: 'Set up',
      summary: 'Complete words on the command line: bash, zsh, fish',
      load: async () => (await import('./completion.js')).completionCommandFor(COMMANDS),
    },
  ],
]);
