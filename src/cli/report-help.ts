import type { CommandHelp } from './command.js';
import { DOCS_OPTION, FAIL_ON_OPTION, OUTPUT_OPTIONS, SINCE_OPTION } from './telling-options.js';

/** What is said of `mortise report`. */
export const REPORT_HELP: CommandHelp = {
  name: 'report',
  summary: 'Tell a run again from its record: for people, for CI servers, as a comment of a pull request.',
  usage: 'report [record|folder|-] [options]',
  options: [
    ...OUTPUT_OPTIONS,
    DOCS_OPTION,
    SINCE_OPTION,
    { ...FAIL_ON_OPTION, help: 'The lightest finding that fails: error, warning, info, or never (default); "new" as elsewhere' },
    { name: 'json', kind: 'boolean', help: 'Print the whole report as one JSON object' },
  ],
  examples: [
    'mortise report',
    'mortise report --html report',
    'mortise report nightly.jsonl --junit report.xml --sarif report.sarif --markdown comment.md',
    'mortise report nightly.jsonl --docs docs/integrations',
    'mortise report nightly.jsonl --since main.jsonl --markdown - --fail-on new',
  ],
};
