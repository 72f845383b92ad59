import { describe, expect, it } from 'vitest';
import type { InputErrorCode } from '../../../src/base/errors.js';
import { HostError, InputError } from '../../../src/base/errors.js';
import { parseDocument } from '../../../src/contract/document.js';
import { textFromError } from '../../../src/report/wording/error-wording.js';

describe('textFromError', () => {
  it('says where, what and what to do', () => {
    const error = new InputError({ code: 'E_FILE_OUTSIDE', at: { file: 'api.yaml', line: 3, column: 5 }, args: { path: '/etc/passwd' } });
    expect(textFromError(error)).toBe(
      'api.yaml:3:5: a reference leads to /etc/passwd, outside of the folder of the contract. If that is meant, allow the folder with --allow-files <dir>',
    );
  });

  it('words what a parser throws', () => {
    let message = '';
    try {
      parseDocument('{"a" 1}', 'a.json');
    } catch (error) {
      if (error instanceof InputError) message = textFromError(error);
    }
    expect(message).toBe('a.json:1:6: not valid JSON: "1" cannot stand here. Correct the text there');
  });

  it.each<[InputErrorCode, InputError['args'], string]>([
    ['E_ARGUMENT_UNKNOWN', { option: '--prot', command: 'mock', suggestion: '--port' }, 'mock has no option --prot. Did you mean --port?'],
    ['E_ARGUMENT_VALUE', { option: '--port', seen: 'x', expected: 'a number' }, '--port cannot be "x". Expected a number'],
    ['E_ARGUMENT_MISSING', { option: '--port', value: 'n' }, '--port needs n. Add it, or see --help'],
    ['E_COMMAND_UNKNOWN', { command: 'mok', suggestion: 'mock' }, 'there is no command "mok". Did you mean mock?'],
    [
      'E_DOCUMENT_TOO_LARGE',
      { maxBytes: 64 * 1024 * 1024, byteCount: 200 * 1024 * 1024 },
      'the document is too large (200 MiB). At most 64 MiB are read; split it into several files',
    ],
    [
      'E_DOCUMENT_TOO_DEEP',
      { maxDepth: 1000 },
      'the document is nested more than 1000 levels deep. Name the inner parts and refer to them with $ref',
    ],
    [
      'E_DOCUMENT_KIND',
      { found: 'an Arazzo document' },
      'not a contract: it has none of "openapi", "swagger" and "asyncapi", and seems to be an Arazzo document. Give an OpenAPI or AsyncAPI document, a JSON Schema, or a folder of schemas',
    ],
    [
      'E_DOCUMENT_VERSION',
      { member: 'openapi', version: '4.0.0' },
      'openapi "4.0.0" is not a version that is known. Versions 2.0, 3.0, 3.1 and 3.2 can be read',
    ],
    ['E_FILE_NOT_FOUND', { path: 'a.yml', suggestion: 'a.yaml' }, 'there is no file a.yml. Did you mean "a.yaml"?'],
    ['E_FILE_KIND', { path: 'specs', kind: 'a folder' }, 'specs is a folder, not a file. Give the file itself'],
    [
      'E_REMOTE_REFUSED',
      { url: 'https://x.example' },
      'https://x.example is not fetched. If that is meant, allow http and https URLs with --allow-remote',
    ],
    [
      'E_WORKSPACE_INVALID',
      { problem: 'unknown key "opnapi"', suggestion: 'openapi', moreCount: 0, more: [] },
      'unknown key "opnapi". Did you mean "openapi"?',
    ],
  ])('words %s %j', (code, args, message) => {
    expect(textFromError(new InputError({ code, args }))).toBe(message);
  });

  it('words what the world did', () => {
    expect(textFromError(new HostError({ code: 'E_PORT_BUSY', args: { host: '127.0.0.1', port: 4010 } }))).toBe(
      'port 4010 of 127.0.0.1 is in use. Stop what uses it, or choose another with --port (0 takes any free one)',
    );
    expect(textFromError(new HostError({ code: 'E_FILE_WRITE', args: { file: 'x', reason: 'EACCES' } }))).toContain(
      'cannot write x: EACCES',
    );
  });
});
