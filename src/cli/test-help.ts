import type { CommandHelp, Option } from './command.js';
import { HEADER_OPTION } from './header-option.js';
import { READING_OPTIONS } from './reading-options.js';
import { TELLING_OPTIONS } from './telling-options.js';
import { TESTING_OPTIONS } from './testing-options.js';

const OPTIONS: readonly Option[] = [
  { name: 'spec', kind: 'text', value: 'file', help: 'Test the provider of this contract, without a workspace' },
  { name: 'url', kind: 'text', value: 'url', help: 'Where that provider runs; without it the mock is tested' },
  HEADER_OPTION,
  { name: 'list-checks', kind: 'boolean', help: 'List the checks there are, and test nothing' },
  ...TESTING_OPTIONS,
  ...TELLING_OPTIONS,
  ...READING_OPTIONS,
];

/** What is said of `mortise test`. */
export const TEST_HELP: CommandHelp = {
  name: 'test',
  summary: 'Send valid and invalid requests of every pair to its provider, and judge the answers by the contract.',
  usage: 'test <mortise.yaml> [pair…] [options], or: test --spec <file> --url <url>',
  options: OPTIONS,
  examples: [
    'mortise test fixtures/workspaces/orders.yaml',
    'mortise test contracts/mortise.yaml storefront:gateway --phase examples --json',
    'mortise test fixtures/workspaces/orders.yaml shop:orders --phase coverage --operation createOrder --check response-time=off',
    'mortise test --spec fixtures/specs/petstore.yaml --max-time 10s --junit report.xml',
    'mortise test --list-checks',
  ],
  takes: ['file', 'pair'],
};
