import type { Option } from './command.js';

/** What every command understands. */
export const COMMON_OPTIONS: readonly Option[] = [
  {
    name: 'color',
    kind: 'boolean',
    help: 'Colour what is printed (default: on a terminal; NO_COLOR and FORCE_COLOR are obeyed)',
    group: 'Common',
  },
  { name: 'help', kind: 'boolean', help: 'This text', group: 'Common' },
];
