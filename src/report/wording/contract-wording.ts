import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

/** The words for what reading and linting a contract finds. */
export const CONTRACT_WORDINGS: Readonly<Record<Extract<FindingCode, `contract/${string}`>, FindingWording>> = {
  'contract/ref-unresolved': ({ reference }) => ({
    what: `$ref ${quoted(reference)} leads nowhere`,
    next: 'Correct it, or add what it names',
  }),
  'contract/ref-circular': ({ reference }) => ({
    what: `$ref ${quoted(reference)} leads back to itself`,
    next: 'Let one of the references hold the value itself',
  }),
  'contract/file-unreadable': ({ reference, reason, line, column }) => ({
    what: `${reference} is not read: ${REASONS_FOR_FILES[textOfArgument(reason)] ?? textOfArgument(reason)}${line === undefined ? '' : ` at ${line}:${column}`}`,
    next: NEXT_FOR_FILES[textOfArgument(reason)],
  }),
  'contract/operation-unusable': ({ reason }) => ({
    what: 'the operation cannot be served or tested',
    seen: UNUSABLE_REASONS[textOfArgument(reason)] ?? textOfArgument(reason),
    next: 'The other operations are not touched by it',
  }),
  'contract/wrong-type': ({ expected, found, missing }) => ({
    what: missing === undefined ? `${article(expected)} belongs here` : `${quoted(missing)} is missing`,
    expected: textOfArgument(expected),
    seen: textOfArgument(found),
  }),
  'contract/duplicate-key': ({ key }) => ({ what: `the key ${quoted(key)} stands twice; the last one holds`, next: 'Remove one of them' }),
  'contract/info-missing': ({ missing }) => ({ what: `${quoted(missing)} is missing`, next: 'Name the contract and its version' }),
  'contract/server-invalid': ({ missing, variable }) => ({
    what: variable === undefined ? `the server has no ${quoted(missing)}` : `the server variable ${quoted(variable)} has no default`,
    next: 'Add it, so that the base path is known',
  }),
  'contract/path-without-slash': ({ path }) => ({
    what: `the path ${quoted(path)} does not begin with a slash`,
    next: `It is read as "/${path}"`,
  }),
  'contract/path-template-invalid': ({ path, reason }) => ({
    what: `the braces of the path ${quoted(path)} cannot be read`,
    seen: TEMPLATE_REASONS[textOfArgument(reason)],
  }),
  'contract/operation-id-duplicate': ({ operationId }) => ({
    what: `the operationId ${quoted(operationId)} stands twice`,
    next: 'This one is known by its method and path instead',
  }),
  'contract/path-parameter-undeclared': ({ name, path }) => ({
    what: `nobody declares the parameter ${quoted(name)} of the path ${path}`,
    next: 'Any text is accepted for it; declare it to say more',
  }),
  'contract/path-parameter-unused': ({ name, path }) => ({
    what: `the path ${path} has no variable for the path parameter ${quoted(name)}`,
    next: 'It is left out, since no request could give it',
  }),
  'contract/parameter-incomplete': ({ missing, name, found }) => ({
    what:
      found === undefined
        ? `a parameter ${name === undefined ? '' : `${quoted(name)} `}has no ${quoted(missing)}`
        : `a parameter cannot stand in ${quoted(found)}`,
    expected: missing === 'in' ? 'path, query, header or cookie' : undefined,
    next: 'It is left out',
  }),
  'contract/parameter-duplicate': ({ name, in: location }) => ({
    what: `the ${location} parameter ${quoted(name)} stands twice; the last one holds`,
    next: 'Remove one of them',
  }),
  'contract/parameter-style': ({ style, in: location, allowed }) => ({
    what: `${quoted(style)} is no style of ${location} parameters; the default holds`,
    expected: textOfArgument(allowed),
  }),
  'contract/body-ambiguous': ({ name }) => ({
    what: `the operation has more than one body; ${quoted(name)} is left out`,
    next: 'Use one body parameter, or form parameters only',
  }),
  'contract/responses-missing': () => ({ what: 'the operation has no responses', next: 'Declare at least one' }),
  'contract/status-invalid': ({ status }) => ({
    what: `${quoted(status)} is no status`,
    expected: 'a status (200), a class (2XX) or default',
  }),
  'contract/example-shape': ({ name }) => ({
    what: name === undefined ? 'the examples are a list' : `the example ${quoted(name)} is a bare value`,
    expected: 'an object of examples, each with a value',
    next: 'It is taken as the value itself',
  }),
  'contract/link-invalid': ({ reason, text }) => ({
    what: `the link leads nowhere: ${reason === 'expression' ? `${quoted(text)} is no runtime expression` : 'it has neither an operationId nor an operationRef'}`,
    next: 'Nobody follows it until it is corrected',
  }),
  'contract/security-scheme-invalid': ({ type }) => ({
    what: `the security scheme of type ${quoted(type)} cannot be read`,
    next: 'It is asked of nobody',
  }),
  'contract/security-scheme-unknown': ({ name }) => ({
    what: `nobody declares the security scheme ${quoted(name)}`,
    next: 'Declare it, or correct the name',
  }),
  'contract/payload-not-judged': ({ format }) => ({
    what: `messages of this schema are not judged: it is written in ${quoted(format)}`,
    next: 'JSON Schema, OpenAPI schemas and Avro are judged',
  }),
  'contract/location-invalid': ({ text }) => ({
    what: `${quoted(text)} is no place in a message`,
    expected: '$message.header#/… or $message.payload#/…',
  }),
  'contract/action-invalid': ({ action }) => ({
    what: action === undefined ? 'the operation does not say what it does' : `${textOfArgument(action)} is nothing that an operation does`,
    expected: 'send or receive',
    next: 'It is taken for send',
  }),
  'contract/channel-missing': () => ({ what: 'the operation names no channel', next: 'It is left out' }),
  'contract/channel-unlisted': ({ name }) => ({
    what: `the operation brings its own channel ${quoted(name)}`,
    next: 'List the channel in channels, and refer to it there',
  }),
  'contract/channel-parameter-undeclared': ({ name, address }) => ({
    what: `nobody declares the parameter ${quoted(name)} of the address ${textOfArgument(address)}`,
    next: 'Any text is accepted for it; declare it to say more',
  }),
  'contract/channel-parameter-unused': ({ name, address }) => ({
    what: `the address ${textOfArgument(address)} has no variable for the parameter ${quoted(name)}`,
    next: 'It is left out',
  }),
  'contract/message-unlisted': ({ channel }) => ({
    what: `the channel ${quoted(channel)} does not have this message`,
    next: "Add it to the channel's messages; until then the operation does not mean it",
  }),
  'contract/server-unknown': ({ name }) => ({
    what: `nobody declares the server ${quoted(name)}`,
    next: 'Declare it, or correct the name',
  }),
  'contract/message-id-duplicate': ({ messageId }) => ({
    what: `the messageId ${quoted(messageId)} stands twice`,
    next: 'Give each message an id of its own',
  }),
  'contract/content-type-unknown': ({ contentType }) => ({
    what: `${quoted(contentType)} is no media type`,
    expected: 'type/subtype, such as application/json',
    next: 'Payloads are read as JSON',
  }),
  'contract/avro-invalid': ({ reason }) => ({
    what: `the Avro schema cannot be read: ${textOfArgument(reason)}`,
    next: 'Its messages are not judged',
  }),
  'contract/path-ambiguous': ({ path, other }) => ({
    what: `${path} and ${other} match the same requests`,
    next: 'Only the first of them is reached',
  }),
  'contract/path-parameter-optional': ({ name }) => ({
    what: `the path parameter ${quoted(name)} does not say required: true`,
    next: 'It is required all the same',
  }),
  'contract/body-on-get': ({ method }) => ({
    what: `${method} has a body, which has no meaning (RFC 9110 §9.3)`,
    next: 'Use another method, or parameters',
  }),
  'contract/type-unknown': ({ type }) => ({
    what: `${quoted(type)} is no type of JSON Schema`,
    expected: 'string, number, integer, boolean, object, array or null',
  }),
  'contract/pattern-invalid': ({ pattern, reason }) => ({
    what: `the pattern ${quoted(pattern)} is no regular expression`,
    seen: textOfArgument(reason),
    next: 'It is ignored',
  }),
  'contract/pattern-explosive': ({ pattern }) => ({
    what: `the pattern ${quoted(pattern)} can take exponential time`,
    next: 'Here it is bounded, in other programs it may not be; do not repeat what repeats',
  }),
  'contract/required-undeclared': ({ name }) => ({
    what: `the property ${quoted(name)} is required, yet the schema allows no property of that name`,
    next: 'Declare it in properties; as it is, no value is valid',
  }),
  'contract/schema-unsatisfiable': ({ reason }) => ({ what: 'no value is valid under this schema', seen: textOfArgument(reason) }),
  'contract/example-invalid': ({ name, at, problem, problemCount }) => ({
    what: `the example${name === undefined ? '' : ` ${quoted(name)}`} does not match its schema: ${atText(at)}${problem}${moreText(problemCount)}`,
  }),
  'contract/default-invalid': ({ at, problem, problemCount }) => ({
    what: `the default does not match its schema: ${atText(at)}${problem}${moreText(problemCount)}`,
  }),
  'contract/schema-advice': ({ messages, count }) => ({
    what: `the document differs from the specification in ${count} ${count === 1 ? 'place' : 'places'}`,
    seen: textOfArgument(messages),
  }),
};

const UNUSABLE_REASONS: Readonly<Record<string, string>> = {
  'not-an-object': 'it is no object',
  'path-template': 'the braces of its path cannot be read',
  'no-readable-response': 'none of its responses can be read',
};

const TEMPLATE_REASONS: Readonly<Record<string, string>> = {
  unbalanced: 'a brace has no partner',
  unnamed: 'a variable has no name',
  repeated: 'a variable stands twice',
};

const REASONS_FOR_FILES: Readonly<Record<string, string>> = {
  E_FILE_OUTSIDE: 'it lies outside the folder of the contract',
  E_REMOTE_REFUSED: 'URLs are not fetched',
  E_FILE_NOT_FOUND: 'there is no such file',
  E_FILE_KIND: 'it is no regular file',
  E_FILE_READ: 'it cannot be opened',
  E_REQUEST: 'it cannot be fetched',
  E_DOCUMENT_SYNTAX: 'it is neither JSON nor YAML',
  E_DOCUMENT_TOO_LARGE: 'it is too large',
  E_DOCUMENT_TOO_DEEP: 'it is nested too deep',
  E_DOCUMENT_ALIASES: 'its aliases stand for too many values',
};
const NEXT_FOR_FILES: Readonly<Record<string, string>> = {
  E_FILE_OUTSIDE: 'If that is meant, allow its folder with --allow-files <dir>',
  E_REMOTE_REFUSED: 'If that is meant, allow http and https URLs with --allow-remote',
  E_FILE_NOT_FOUND: 'Correct the reference, or add the file',
};

function article(expected: Parameters<typeof textOfArgument>[0]): string {
  const text = textOfArgument(expected);
  return `${/^[aeio]/.test(text) ? 'an' : 'a'} ${text}`;
}

function atText(at: Parameters<typeof textOfArgument>[0]): string {
  const text = textOfArgument(at);
  return text === '' ? 'it ' : `${text} `;
}

function moreText(problemCount: Parameters<typeof textOfArgument>[0]): string {
  return typeof problemCount === 'number' && problemCount > 1 ? ` (and ${problemCount - 1} more)` : '';
}
