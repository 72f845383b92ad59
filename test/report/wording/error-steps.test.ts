import { describe, expect, it } from 'vitest';
import type { HostErrorCode, InputErrorCode, MessageArguments } from '../../../src/base/errors.js';
import { HostError, InputError } from '../../../src/base/errors.js';
import { textFromError } from '../../../src/report/wording/error-wording.js';

/** What happened, as whoever throws it says; `shown` must stand in the text. */
interface Told {
  readonly args: MessageArguments;
  readonly shown: readonly string[];
  /** The least that the text must say to do. */
  readonly next: RegExp;
}

/** `tsc` sees that no code is left out. */
const INPUTS: Readonly<Record<InputErrorCode, Told>> = {
  E_ARGUMENT_UNKNOWN: { args: { option: '--zzz', command: 'mock' }, shown: ['mock', '--zzz'], next: /mortise mock --help/ },
  E_ARGUMENT_VALUE: { args: { option: '--port', seen: 'x', expected: 'a number' }, shown: ['--port', 'x'], next: /Expected a number/ },
  E_ARGUMENT_MISSING: { args: { option: '--to', value: 'url' }, shown: ['--to', 'url'], next: /Add it, or see --help/ },
  E_COMMAND_UNKNOWN: { args: { command: 'zzz' }, shown: ['zzz'], next: /mortise --help/ },
  E_DOCUMENT_SYNTAX: { args: { format: 'YAML', reason: 'a tab' }, shown: ['YAML', 'a tab'], next: /Correct/ },
  E_DOCUMENT_TOO_LARGE: { args: { maxBytes: 2048, byteCount: 4096 }, shown: ['4 KiB'], next: /At most 2 KiB .* split/ },
  E_DOCUMENT_TOO_DEEP: { args: { maxDepth: 9 }, shown: ['9'], next: /\$ref/ },
  E_DOCUMENT_ALIASES: { args: { reason: 'too many' }, shown: ['too many'], next: /\$ref/ },
  E_DOCUMENT_KIND: { args: { found: 'a pact' }, shown: ['a pact'], next: /Give an OpenAPI/ },
  E_DOCUMENT_VERSION: { args: { member: 'openapi', version: '9' }, shown: ['openapi', '9'], next: /can be read/ },
  E_FILE_NOT_FOUND: { args: { path: 'x.yaml' }, shown: ['x.yaml'], next: /See whether the path is right/ },
  E_FILE_KIND: { args: { path: 'x', kind: 'a folder' }, shown: ['x', 'a folder'], next: /Give the file/ },
  E_FILE_OUTSIDE: { args: { path: '/x' }, shown: ['/x'], next: /--allow-files/ },
  E_FILE_EXISTS: { args: { path: 'x' }, shown: ['x'], next: /--force/ },
  E_FILE_FOREIGN: { args: { path: 'x' }, shown: ['x'], next: /Move it away/ },
  E_FOLDER_KIND: { args: { path: 'x' }, shown: ['x'], next: /Give the folder/ },
  E_REPOSITORY_SILENT: { args: { path: 'x', fileCount: 3 }, shown: ['x', '3 files'], next: /Put an OpenAPI/ },
  E_REMOTE_REFUSED: { args: { url: 'http://x' }, shown: ['http://x'], next: /--allow-remote/ },
  E_WORKSPACE_INVALID: { args: { problem: 'must be a list' }, shown: ['must be a list'], next: /"The workspace file" in the README/ },
  E_SCENARIO_INVALID: { args: { problem: 'must be a list' }, shown: ['must be a list'], next: /"Scenarios" in the README/ },
  E_POLICY_INVALID: { args: { pointer: '/retry', problem: 'must be object' }, shown: ['/retry'], next: /The schema of a workspace/ },
  E_EXPECTATION_INVALID: { args: { pointer: '', problem: 'must be object' }, shown: ['it must'], next: /"Judge" in the README/ },
  E_JOURNAL_LINE: { args: { text: '{' }, shown: ['{'], next: /one record as JSON/ },
  E_SCHEMA_UNSATISFIABLE: { args: { reason: 'it is false' }, shown: ['it is false'], next: /Correct the schema/ },
  E_SCHEMA_ACCEPTS_ALL: { args: {}, shown: ['every value'], next: /Give it a clause/ },
  E_BASELINE_INVALID: { args: { problem: 'no list' }, shown: ['no list'], next: /--write-baseline/ },
  E_PACT_INVALID: { args: { problem: 'no consumer' }, shown: ['no consumer'], next: /Correct it there/ },
  E_ENVIRONMENT_INVALID: { args: { problem: 'no list' }, shown: ['no list'], next: /"Pacts" in the README/ },
  E_RECORD_INVALID: { args: { problem: 'no header' }, shown: ['no header'], next: /\.mortise\/runs/ },
  E_FINDING_UNKNOWN: { args: { id: 'm-1' }, shown: ['m-1'], next: /--record/ },
  E_REPLAY_IMPOSSIBLE: { args: { reason: 'no steps' }, shown: ['no steps'], next: /Run the test again/ },
  E_HOOKS_INVALID: { args: { problem: 'no export' }, shown: ['no export'], next: /Correct the module/ },
  E_TRANSFORMATION_INVALID: { args: { transformation: 't', problem: 'no to' }, shown: ['t', 'no to'], next: /to\(value\)/ },
  E_MODULE_INVALID: { args: { system: 's', problem: 'no export' }, shown: ['s', 'no export'], next: /createConsumer/ },
  E_SIMULATION_IMPOSSIBLE: { args: { system: 's' }, shown: ['s'], next: /without --simulate/ },
  E_FLEET_REAL: { args: { system: 's', count: 4, problem: 'mocked' }, shown: ['4 s', 'mocked'], next: /--simulate/ },
  E_BROKER_URL: { args: { seen: 'x:', schemes: ['redis:', 'nats:'] }, shown: ['x:'], next: /redis:, nats:/ },
  E_USAGE_INVALID: { args: { problem: 'no list' }, shown: ['no list'], next: /mortise record/ },
  E_FAULT_INVALID: { args: { fault: 'status', pointer: '/a', problem: 'must be 1' }, shown: ['status', '/a'], next: /--list-faults/ },
  E_SCOPE_INVALID: { args: { name: 'a b' }, shown: ['a b'], next: /letters, digits/ },
  E_OVERRIDE_INVALID: { args: { pointer: '/delay', problem: 'must be 1' }, shown: ['/delay must be 1'], next: /in the README/ },
  E_CLAIM_INVALID: { args: { pointer: '', problem: 'must be object' }, shown: ['the claim must'], next: /in the README/ },
  E_CONTROL_BODY: { args: { pointer: '', problem: 'is not JSON' }, shown: ['the body is not JSON'], next: /in the README/ },
  E_GIT_REPOSITORY: { args: { folder: 'x' }, shown: ['x'], next: /mortise compat <old> <new>/ },
  E_GIT_REF: { args: { ref: 'origin/main' }, shown: ['origin/main'], next: /git fetch origin main/ },
  E_ACCEPTANCES_INVALID: { args: { problem: 'no list' }, shown: ['no list'], next: /--accept/ },
  E_VERSIONS_MISSING: { args: { path: 'x', found: 'one version' }, shown: ['x', 'one version'], next: /--base/ },
  E_TOKEN_KEY: { args: { algorithm: 'RS256' }, shown: ['RS256'], next: /openssl/ },
};

const HOSTS: Readonly<Record<HostErrorCode, Told>> = {
  E_PORT_BUSY: { args: { host: '::1', port: 80 }, shown: ['::1', '80'], next: /--port/ },
  E_LISTEN: { args: { host: '::1', port: 80, reason: 'EACCES' }, shown: ['::1', '80', 'EACCES'], next: /--host or --port/ },
  E_FILE_READ: { args: { path: 'x', reason: 'EACCES' }, shown: ['x', 'EACCES'], next: /may be read/ },
  E_FILE_WRITE: { args: { path: 'x', reason: 'ENOSPC' }, shown: ['x', 'ENOSPC'], next: /room|written/ },
  E_PROCESS_START: { args: { command: 'x', reason: 'ENOENT' }, shown: ['x', 'ENOENT'], next: /Run the command/ },
  E_MODULE_STUCK: { args: { modules: ['m'], seconds: 9 }, shown: ['9 s', 'm'], next: /--max-time/ },
  E_PACKAGE_MISSING: { args: { package: 'ioredis', purpose: 'Redis' }, shown: ['Redis'], next: /npm install --save-dev ioredis/ },
  E_REQUEST: { args: { url: 'http://x', reason: 'timeout' }, shown: ['http://x', 'timeout'], next: /can be reached/ },
  E_BROKER_LOST: { args: { broker: 'nats://x', reason: 'refused' }, shown: ['nats://x', 'refused'], next: /can be reached/ },
  E_BROKER_REFUSED: { args: { broker: 'nats://x', channel: 'c', reason: 'no' }, shown: ['nats://x', 'c', 'no'], next: /rights/ },
  E_GIT: { args: { reason: 'broken' }, shown: ['broken'], next: /git status/ },
};

/** Where a name is chosen from some. */
const SUGGESTING: ReadonlySet<InputErrorCode> = new Set<InputErrorCode>([
  'E_ARGUMENT_UNKNOWN',
  'E_ARGUMENT_VALUE',
  'E_COMMAND_UNKNOWN',
  'E_FILE_NOT_FOUND',
  'E_WORKSPACE_INVALID',
  'E_SCENARIO_INVALID',
  'E_POLICY_INVALID',
  'E_EXPECTATION_INVALID',
  'E_FINDING_UNKNOWN',
  'E_HOOKS_INVALID',
  'E_BROKER_URL',
  'E_FAULT_INVALID',
  'E_OVERRIDE_INVALID',
  'E_CLAIM_INVALID',
  'E_CONTROL_BODY',
  'E_GIT_REF',
]);
const NAMING = [
  'E_FILE_NOT_FOUND',
  'E_WORKSPACE_INVALID',
  'E_SCENARIO_INVALID',
  'E_POLICY_INVALID',
  'E_EXPECTATION_INVALID',
  'E_FAULT_INVALID',
  'E_OVERRIDE_INVALID',
  'E_CLAIM_INVALID',
  'E_CONTROL_BODY',
] as const;

describe('every error of an input', () => {
  const at = { file: 'here.yaml', line: 3, column: 5 };
  it.each(Object.entries(INPUTS) as readonly (readonly [InputErrorCode, Told])[])(
    '%s says what, where and what to do next',
    (code, told) => {
      const text = textFromError(new InputError({ code, at, args: told.args }));
      expect(text).toMatch(/^here\.yaml:3:5: /);
      holds(text, told);
    },
  );

  it.each((Object.keys(INPUTS) as readonly InputErrorCode[]).filter((code) => SUGGESTING.has(code)))(
    '%s names what was likely meant',
    (code) => {
      expect(textFromError(new InputError({ code, args: { ...INPUTS[code].args, suggestion: 'nearly' } }))).toMatch(
        /Did you mean "?nearly"?\?/,
      );
    },
  );

  it.each([...NAMING])('%s names what there is', (code) => {
    const text = textFromError(new InputError({ code, args: { ...INPUTS[code].args, known: ['one', 'two'] } }));
    expect(text).toMatch(/(?:There are|has) one, two$/);
  });

  it('leads from the first problem of a file to the others', () => {
    const args = { problem: 'a', moreCount: 1, more: ['m.yaml:2:1 b'] };
    for (const code of ['E_WORKSPACE_INVALID', 'E_SCENARIO_INVALID'] as const) {
      expect(textFromError(new InputError({ code, args }))).toMatch(/^a\. See .*\. And also\n {2}m\.yaml:2:1 b$/);
      expect(textFromError(new InputError({ code, args: { ...args, suggestion: 'c' } }))).toMatch(/^a\. Did you mean "c"\? And also\n/);
    }
  });
});

describe('every error of the world', () => {
  it.each(Object.entries(HOSTS) as readonly (readonly [HostErrorCode, Told])[])('%s says what and what to do next', (code, told) => {
    holds(textFromError(new HostError({ code, args: told.args })), told);
  });
});

function holds(text: string, { shown, next }: Told): void {
  const [what = '', step = ''] = [text.slice(0, text.lastIndexOf('. ')), text.slice(text.lastIndexOf('. ') + 2)];
  for (const part of shown) expect(what).toContain(part);
  expect(step).toMatch(next);
  expect(text).not.toMatch(/undefined|\[object|\n|\.$/);
}
