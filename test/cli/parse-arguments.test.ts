import { describe, expect, it } from 'vitest';
import type { InputError } from '../../src/base/errors.js';
import type { CommandHelp } from '../../src/cli/command.js';
import { parseArguments } from '../../src/cli/parse-arguments.js';

const command: CommandHelp = {
  name: 'mock',
  summary: '',
  usage: '',
  examples: [],
  options: [
    { name: 'port', short: 'p', kind: 'text', help: '' },
    { name: 'cors', kind: 'boolean', help: '' },
    { name: 'dynamic', short: 'd', kind: 'boolean', help: '' },
    { name: 'allow-files', kind: 'list', help: '' },
  ],
};

describe('parseArguments', () => {
  it.each([
    [['--port', '1'], { port: '1' }],
    [['--port=1'], { port: '1' }],
    [['-p', '1'], { port: '1' }],
    [['-p1'], { port: '1' }],
    [['-p=1'], { port: '1' }],
    [['--port='], { port: '' }],
    [['--cors'], { cors: true }],
    [['--cors=false'], { cors: false }],
    [['--no-cors'], { cors: false }],
    [['--no-cors=false'], { cors: true }],
    [['-d'], { dynamic: true }],
    [['--allow-files', 'a', '--allow-files=b'], { 'allow-files': ['a', 'b'] }],
    [['--port', '1', '--port', '2'], { port: '2' }],
  ])('reads %j', (words, options) => {
    expect(parseArguments(words, command)).toEqual({ positionals: [], options });
  });

  it('takes a lone dash and everything behind two dashes as positional', () => {
    expect(parseArguments(['-', 'a', '--', '--port', '-d'], command)).toEqual({ positionals: ['-', 'a', '--port', '-d'], options: {} });
  });

  it.each([
    [['--prot', '1'], 'E_ARGUMENT_UNKNOWN', { suggestion: '--port' }],
    [['-x'], 'E_ARGUMENT_UNKNOWN', { option: '-x' }],
    [['--port'], 'E_ARGUMENT_MISSING', { option: '--port' }],
    [['--cors=maybe'], 'E_ARGUMENT_VALUE', { seen: 'maybe' }],
    [['--no-port'], 'E_ARGUMENT_UNKNOWN', { option: '--no-port' }],
  ])('refuses %j', (words, code, args) => {
    expect(() => parseArguments(words, command)).toThrow(
      expect.objectContaining<Partial<InputError>>({ code: code as InputError['code'], args: expect.objectContaining(args) }),
    );
  });
});
