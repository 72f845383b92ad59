import type { CommandHelp } from './command.js';
import { MOCK_OPTIONS } from './mock-options.js';

/** What is said of `mortise mock`. */
export const MOCK_HELP: CommandHelp = {
  name: 'mock',
  summary: 'Serve the systems of contracts: every documented operation answers as documented.',
  usage: 'mock <spec|mortise.yaml>… [options]',
  options: MOCK_OPTIONS,
  examples: [
    'mortise mock fixtures/specs/petstore.yaml',
    'mortise mock fixtures/specs/petstore.yaml --port 0 --dynamic --seed 7',
    'mortise mock fixtures/specs/petstore.yaml --stateful',
    'mortise mock contracts/mortise.yaml --validate request=warn,security=off --journal calls.jsonl',
    'mortise mock fixtures/specs/order-events.yaml --every 2s --dynamic',
    'mortise mock fixtures/specs/petstore.yaml --fault "rate-limit limit=5 window=1s" --fault "stall on=getPet nth=3"',
  ],
};
