import type { Option } from './command.js';

/** What gets requests in where there is no workspace to say it. */
export const HEADER_OPTION: Option = {
  name: 'header',
  short: 'H',
  kind: 'list',
  value: 'field',
  help: 'Sent with every request, as "Name: value"; with --spec; may be repeated',
};
