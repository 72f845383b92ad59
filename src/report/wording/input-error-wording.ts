import type { InputErrorCode } from '../../base/errors.js';
import type { ErrorWording } from './error-words.js';
import { leadingOn, nextFromNames } from './next-step.js';
import { refStep } from './ref-step.js';
import { quoted, sizeText, textOfArgument } from './words.js';

const CONTROL_CONTRACT = 'See "Parallel tests on one mock" in the README for what it takes';

/** What is said of each wrong input. */
export const INPUT_WORDINGS: Readonly<Record<InputErrorCode, ErrorWording>> = {
  E_ARGUMENT_UNKNOWN: ({ option, command, suggestion }) => ({
    what: `${command} has no option ${option}`,
    next: suggestion === undefined ? `"mortise ${command} --help" lists those there are` : `Did you mean ${suggestion}?`,
  }),
  E_ARGUMENT_VALUE: ({ option, seen, expected, suggestion }) => ({
    what: `${option} cannot be ${quoted(seen)}`,
    next: `${suggestion === undefined ? '' : `Did you mean ${quoted(suggestion)}? `}Expected ${expected}`,
  }),
  E_ARGUMENT_MISSING: ({ option, value }) => ({ what: `${option} needs ${value}`, next: 'Add it, or see --help' }),
  E_COMMAND_UNKNOWN: ({ command, suggestion }) => ({
    what: `there is no command ${quoted(command)}`,
    next: suggestion === undefined ? '"mortise --help" lists those there are' : `Did you mean ${suggestion}?`,
  }),
  E_DOCUMENT_SYNTAX: ({ format, reason }) => ({ what: `not valid ${format}: ${reason}`, next: 'Correct the text there' }),
  E_DOCUMENT_TOO_LARGE: ({ maxBytes, byteCount }) => ({
    what: `the document is too large${byteCount === undefined ? '' : ` (${sizeText(byteCount)})`}`,
    next: `At most ${sizeText(maxBytes)} are read; split it into several files`,
  }),
  E_DOCUMENT_TOO_DEEP: ({ maxDepth }) => ({
    what: `the document is nested more than ${maxDepth} levels deep`,
    next: 'Name the inner parts and refer to them with $ref',
  }),
  E_DOCUMENT_ALIASES: ({ reason }) => ({
    what: `the YAML aliases of the document cannot be expanded: ${reason}`,
    next: 'Use $ref in place of aliases',
  }),
  E_DOCUMENT_KIND: ({ found }) => ({
    what: `not a contract: it has none of "openapi", "swagger" and "asyncapi", and seems to be ${textOfArgument(found)}`,
    next: 'Give an OpenAPI or AsyncAPI document, a JSON Schema, or a folder of schemas',
  }),
  E_DOCUMENT_VERSION: ({ member, version }) => ({
    what: `${member} ${quoted(version)} is not a version that is known`,
    next: `Versions ${member === 'asyncapi' ? '2.0 to 2.6, 3.0 and 3.1' : '2.0, 3.0, 3.1 and 3.2'} can be read`,
  }),
  E_FILE_NOT_FOUND: ({ path, suggestion, known, folder, isFolderMissing, writtenBy }) => ({
    what: path === undefined ? 'there is no such file' : `there is no file ${path}`,
    next:
      writtenBy !== undefined
        ? `${textOfArgument(writtenBy)} writes it; or name another`
        : isFolderMissing === true
          ? nextFromNames(
              { suggestion },
              `The folder ${folder} is not there either: see whether the path is right, and begins where you stand`,
            )
          : nextFromNames(
              { suggestion, known },
              'See whether the path is right, and begins where you stand',
              `${folder ?? 'Its folder'} has`,
            ),
  }),
  E_FILE_KIND: ({ path, kind }) => ({ what: `${path} is ${kind}, not a file`, next: 'Give the file itself' }),
  E_FILE_OUTSIDE: ({ path }) => ({
    what: `a reference leads to ${path}, outside of the folder of the contract`,
    next: 'If that is meant, allow the folder with --allow-files <dir>',
  }),
  E_FILE_EXISTS: ({ path }) => ({
    what: `${path} is there already`,
    next: 'Look at it, see what it would be with --dry-run, or write it anew with --force',
  }),
  E_FILE_FOREIGN: ({ path }) => ({
    what: `${path} was not written by mortise report --docs`,
    next: 'Move it away, or give another folder',
  }),
  E_FOLDER_KIND: ({ path }) => ({ what: `${path} is a file, not a folder`, next: 'Give the folder it is in' }),
  E_REPOSITORY_SILENT: ({ path, fileCount }) => ({
    what: `nothing in ${path} tells of a system: no contract, no program, no pact and no compose file among ${fileCount} file${fileCount === 1 ? '' : 's'}`,
    next: 'Put an OpenAPI or AsyncAPI document there, or give the folder of the repository',
  }),
  E_REMOTE_REFUSED: ({ url }) => ({
    what: `${url} is not fetched`,
    next: 'If that is meant, allow http and https URLs with --allow-remote',
  }),
  E_WORKSPACE_INVALID: ({ problem, moreCount, ...nearby }) => ({
    what: `${problem}`,
    next: leadingOn(nextFromNames(nearby, 'See "The workspace file" in the README'), moreCount),
  }),
  E_POLICY_INVALID: ({ pointer, problem, ...nearby }) => ({
    what: `not a recovery policy: ${pointer === '' ? 'it' : pointer} ${problem}`,
    next: nextFromNames(nearby, 'The schema of a workspace says what belongs under `recovery`'),
  }),
  E_EXPECTATION_INVALID: ({ pointer, problem, ...nearby }) => ({
    what: `not what can be expected of a run: ${pointer === '' ? 'it' : pointer} ${textOfArgument(problem)}`,
    next: nextFromNames(nearby, 'See "Judge" in the README for what can be expected of it'),
  }),
  E_SCENARIO_INVALID: ({ problem, moreCount, ...nearby }) => ({
    what: `${problem}`,
    next: leadingOn(nextFromNames(nearby, 'See "Scenarios" in the README'), moreCount),
  }),
  E_JOURNAL_LINE: ({ text }) => ({ what: `not a line of a journal: ${textOfArgument(text)}`, next: 'Each line is one record as JSON' }),
  E_SCHEMA_UNSATISFIABLE: ({ reason }) => ({
    what: `no value satisfies the schema: ${textOfArgument(reason)}`,
    next: 'Correct the schema',
  }),
  E_SCHEMA_ACCEPTS_ALL: () => ({ what: 'every value satisfies the schema, so none can be made that breaks it', next: 'Give it a clause' }),
  E_PACT_INVALID: ({ problem }) => ({ what: `not a pact: ${textOfArgument(problem)}`, next: 'Correct it there, or write the pact again' }),
  E_ENVIRONMENT_INVALID: ({ problem }) => ({
    what: `not a file of environments: ${textOfArgument(problem)}`,
    next: 'See "Pacts" in the README for its shape',
  }),
  E_BASELINE_INVALID: ({ problem }) => ({ what: `not a baseline: ${textOfArgument(problem)}`, next: 'Write one with --write-baseline' }),
  E_RECORD_INVALID: ({ problem }) => ({
    what: `not the record of a run: ${textOfArgument(problem)}`,
    next: 'Give a file from .mortise/runs',
  }),
  E_FINDING_UNKNOWN: ({ id, suggestion }) => ({
    what: `no recorded run has a finding ${quoted(id)}`,
    next: suggestion === undefined ? 'Name the record with --record <file>' : `Did you mean ${textOfArgument(suggestion)}?`,
  }),
  E_REPLAY_IMPOSSIBLE: ({ reason }) => ({ what: `the finding cannot be replayed: ${textOfArgument(reason)}`, next: 'Run the test again' }),
  E_USAGE_INVALID: ({ problem }) => ({
    what: `not a usage file: ${textOfArgument(problem)}`,
    next: 'Write it again with "mortise record", or correct it there',
  }),
  E_FAULT_INVALID: ({ fault, pointer, problem, ...nearby }) => ({
    what: `the fault rule cannot be used: ${fault === undefined ? '' : `${quoted(fault)}${pointer === undefined || pointer === '' ? '' : ` at ${pointer}`}: `}${textOfArgument(problem)}`,
    next: nextFromNames(nearby, 'See --list-faults'),
  }),
  E_SCOPE_INVALID: ({ name }) => ({
    what: `${quoted(name)} is no name of a scope`,
    next: 'A scope has 1 to 100 letters, digits and ".", "_", "-"',
  }),
  E_OVERRIDE_INVALID: ({ pointer, problem, ...nearby }) => ({
    what: `the override cannot be used: ${pointer === '' ? 'it' : pointer} ${textOfArgument(problem)}`,
    next: nextFromNames(nearby, CONTROL_CONTRACT),
  }),
  E_CLAIM_INVALID: ({ pointer, problem, ...nearby }) => ({
    what: `nothing can be verified: ${pointer === '' ? 'the claim' : pointer} ${textOfArgument(problem)}`,
    next: nextFromNames(nearby, CONTROL_CONTRACT),
  }),
  E_CONTROL_BODY: ({ pointer, problem, ...nearby }) => ({
    what: `the control API cannot take this: ${pointer === '' ? 'the body' : pointer} ${textOfArgument(problem)}`,
    next: nextFromNames(nearby, CONTROL_CONTRACT),
  }),
  E_HOOKS_INVALID: ({ problem, suggestion }) => ({
    what: `the hooks cannot be used: ${textOfArgument(problem)}`,
    next: suggestion === undefined ? 'Correct the module' : `Did you mean ${quoted(suggestion)}?`,
  }),
  E_TRANSFORMATION_INVALID: ({ transformation, problem }) => ({
    what: `the transformation ${textOfArgument(transformation)} cannot be used: ${textOfArgument(problem)}`,
    next: 'Let its module export to(value), and from(value) when there is a way back',
  }),
  E_MODULE_INVALID: ({ system, problem }) => ({
    what: `the program of ${textOfArgument(system)} cannot be run: ${textOfArgument(problem)}`,
    next: 'Let the module export createConsumer(parts), a function that gives { handle(request) }',
  }),
  E_SIMULATION_IMPOSSIBLE: ({ system }) => ({
    what: `${textOfArgument(system)} is not simulated: it has no module`,
    next: 'Give the system a "module" in the workspace, or run the scenario without --simulate',
  }),
  E_FLEET_REAL: ({ system, count, problem }) => ({
    what: `a fleet of ${count} ${textOfArgument(system)} cannot be real: it is ${textOfArgument(problem)}`,
    next: 'Run the scenario with --simulate, or give the system a "start" or a "module" and x-fleet a smaller count',
  }),
  E_GIT_REPOSITORY: ({ folder }) => ({
    what: `${textOfArgument(folder)} is in no git repository, so there is nothing to compare with`,
    next: 'Give two files, mortise compat <old> <new>, or run it where the contracts are checked out',
  }),
  E_GIT_REF: ({ ref, suggestion, isShallow }) => ({
    what: `git knows no ${quoted(ref)}`,
    next: suggestion === undefined ? refStep(textOfArgument(ref), isShallow === true) : `Did you mean ${quoted(suggestion)}?`,
  }),
  E_ACCEPTANCES_INVALID: ({ problem }) => ({
    what: `not a file of acceptances: ${textOfArgument(problem)}`,
    next: 'Write entries with mortise compat --accept <id> --reason <text>',
  }),
  E_VERSIONS_MISSING: ({ path, found }) => ({
    what: `${textOfArgument(path)} has ${textOfArgument(found)}, and comparing takes two versions`,
    next: 'Give two files or folders, a folder of versions, --base <git ref>, or --tags <pattern>',
  }),
  E_TOKEN_KEY: ({ algorithm }) => ({
    what: `there is no private key for ${textOfArgument(algorithm)}`,
    next: 'Give a PEM file that begins with "-----BEGIN PRIVATE KEY-----" (openssl genpkey -algorithm RSA), or a JWK',
  }),
  E_BROKER_URL: ({ seen, schemes, suggestion }) => ({
    what: `no broker is reached by ${textOfArgument(seen)}`,
    next:
      suggestion !== undefined
        ? `Did you mean ${quoted(suggestion)}?`
        : schemes === undefined
          ? 'See whether this is the place for it'
          : `Expected a URL that begins with ${textOfArgument(schemes)}`,
  }),
};
