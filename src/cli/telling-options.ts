import type { Option } from './command.js';

/** Formats that are one file, by the name of their option. */
export const FILE_FORMATS = [
  { name: 'junit', help: 'Write a JUnit report there' },
  { name: 'sarif', help: 'Write SARIF 2.1.0 there, as code scanning reads it' },
  { name: 'gitlab', help: "Write GitLab's code quality there" },
  { name: 'markdown', help: 'Write a comment for a pull request there' },
  { name: 'ctrf', help: 'Write the Common Test Report Format there' },
  { name: 'ndjson', help: 'Write the findings there, one JSON object a line' },
  { name: 'metrics-file', help: "Write the figures of the run there, as Prometheus' text for a textfile collector" },
] as const;

export type FileFormat = (typeof FILE_FORMATS)[number]['name'];

export const OUTPUT_OPTIONS: readonly Option[] = [
  ...FILE_FORMATS.map(({ name, help }): Option => ({ name, kind: 'text', value: 'file', help })),
  { name: 'html', kind: 'text', value: 'folder', completed: 'folder', help: 'Write the report as one page there: index.html' },
  { name: 'github', kind: 'boolean', help: 'Say the findings as annotations of GitHub, and add them to the summary of the step' },
];

export const FAIL_ON_OPTION: Option = {
  name: 'fail-on',
  kind: 'text',
  value: 'severity',
  completed: ['error', 'warning', 'info', 'never', 'new'],
  help: 'The lightest finding that fails: error (default), warning, info, or never; "new" before or alone: only new ones (new,warning)',
};

export const SINCE_OPTION: Option = {
  name: 'since',
  kind: 'text',
  value: 'record',
  help: 'The record of an earlier run: what it did not have is new, and told first',
};

export const DOCS_OPTION: Option = {
  name: 'docs',
  kind: 'text',
  value: 'dir',
  help: 'Write the integration documents there: status, a document for each pair, architecture, deployment order; with --since what changed',
};

/** What every command that runs something lets the user say of how it is told. */
export const TELLING_OPTIONS: readonly Option[] = [FAIL_ON_OPTION, SINCE_OPTION, ...OUTPUT_OPTIONS].map((option) => ({
  ...option,
  group: 'Reporting',
}));
