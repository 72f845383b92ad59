import type { HostErrorCode } from '../../base/errors.js';
import type { ErrorWording } from './error-words.js';
import { quoted, textOfArgument } from './words.js';

/** What is said where the world failed. */
export const HOST_WORDINGS: Readonly<Record<HostErrorCode, ErrorWording>> = {
  E_PORT_BUSY: ({ host, port }) => ({
    what: `port ${port} of ${host} is in use`,
    next: 'Stop what uses it, or choose another with --port (0 takes any free one)',
  }),
  E_LISTEN: ({ host, port, reason }) => ({
    what: `cannot listen on ${host}, port ${port}: ${reason}`,
    next: 'Choose another --host or --port',
  }),
  E_FILE_READ: ({ path, file, reason }) => ({ what: `cannot read ${path ?? file}: ${reason}`, next: 'See whether it may be read' }),
  E_FILE_WRITE: ({ path, file, reason }) => ({
    what: `cannot write ${path ?? file}: ${reason}`,
    next: /ENOSPC/.test(textOfArgument(reason))
      ? 'Make room there, or write elsewhere'
      : 'See whether the folder is there and may be written',
  }),
  E_PROCESS_START: ({ command, reason }) => ({
    what: `cannot start ${quoted(command)}: ${reason}`,
    next: 'Run the command by itself to see why',
  }),
  E_MODULE_STUCK: ({ modules, seconds }) => ({
    what: `a module has not given back control for ${seconds} s; the last that was entered: ${textOfArgument(modules)}`,
    next: 'Look there for a loop that waits for nothing; --max-time gives it longer',
  }),
  E_PACKAGE_MISSING: (args) => ({
    what: `${args['package']} is needed for ${args['purpose']} and is not installed`,
    next: `Install it with: npm install --save-dev ${args['package']}`,
  }),
  E_REQUEST: ({ url, reason }) => ({
    what: `${url} cannot be fetched: ${reason}`,
    next: 'See whether the address is right and can be reached',
  }),
  E_BROKER_LOST: ({ broker, reason }) => ({
    what: `the broker ${broker} is away: ${reason}`,
    next: 'See whether it runs and can be reached at this address',
  }),
  E_GIT: ({ reason }) => ({ what: `git failed: ${textOfArgument(reason)}`, next: 'Run git status there to see why' }),
  E_BROKER_REFUSED: ({ broker, channel, reason }) => ({
    what: `the broker ${broker} did not take ${channel === undefined ? 'what it was asked' : textOfArgument(channel)}: ${reason}`,
    next: 'See its limits and the rights of the user in its URL',
  }),
};
