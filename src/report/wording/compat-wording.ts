import type { MessageArguments } from '../../base/errors.js';
import type { CompatChangeCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

/** The words for differences between two versions of a contract. */
export const COMPAT_WORDINGS: Readonly<Record<CompatChangeCode, FindingWording>> = {
  'compat/operation-removed': (args) => ({
    what: `${operationOf(args)} is gone`,
    next:
      args['sunset'] === undefined
        ? 'Deprecate it with a sunset, and remove it after that day'
        : `Keep it until ${textOfArgument(args['sunset'])}, the day it was to end, and remove it after that`,
  }),
  'compat/operation-added': (args) => ({ what: `${operationOf(args)} is new` }),
  'compat/operation-renamed': ({ before, after }) => ({ what: `the operation ${quoted(before)} is called ${quoted(after)} now` }),
  'compat/operation-turned': ({ name, channel, before, after }) => ({
    what: `the operation ${quoted(name)} is turned about: the provider ${textOfArgument(after)}s on ${quoted(channel)} what it was to ${textOfArgument(before)}`,
    expected: textOfArgument(before),
    seen: textOfArgument(after),
    next: 'Leave the operation as it was, and add another one for the other way',
  }),
  'compat/operation-tags': ({ before, after }) => ({
    what: `the operation is tagged ${orNothing(after)} now`,
    seen: `${orNothing(before)} before`,
  }),
  'compat/parameter-removed': (args) => ({
    what: `the ${parameterOf(args)} is gone`,
    next: 'Consumers that still send it have to stop, since nothing will come of it',
  }),
  'compat/parameter-added': (args) => ({
    what: `the ${args['required'] === true ? 'required ' : ''}${parameterOf(args)} is new`,
    ...(args['required'] === true ? { next: 'Make it optional, with what was meant so far as its default' } : {}),
  }),
  'compat/parameter-requirement': (args) => ({ what: `the ${parameterOf(args)} is ${requirementOf(args)} now` }),
  'compat/parameter-form': (args) => ({
    what: `the ${parameterOf(args)} is written otherwise`,
    expected: textOfArgument(args['before']),
    seen: textOfArgument(args['after']),
  }),
  'compat/body-removed': () => ({ what: 'the request body is gone' }),
  'compat/body-added': (args) => ({ what: `${args['required'] === true ? 'a required' : 'an optional'} request body is new` }),
  'compat/body-requirement': (args) => ({ what: `the request body is ${requirementOf(args)} now` }),
  'compat/media-type-removed': (args) => ({ what: `${textOfArgument(args['mediaType'])} is gone from the ${bodyOf(args)}` }),
  'compat/media-type-added': (args) => ({ what: `${textOfArgument(args['mediaType'])} is new in the ${bodyOf(args)}` }),
  'compat/encoding-changed': ({ name, before, after }) => ({
    what: `the member ${quoted(name)} of the form is written otherwise`,
    expected: textOfArgument(before),
    seen: textOfArgument(after),
  }),
  'compat/response-removed': ({ status, under }) => ({
    what: `the response ${textOfArgument(status)} is ${under === undefined ? 'gone' : `no longer named: it falls under ${textOfArgument(under)}`}`,
  }),
  'compat/response-added': ({ status }) => ({
    what: `the response ${textOfArgument(status)} is new: it was never declared that it may come`,
  }),
  'compat/header-removed': (args) => ({ what: `the ${headerOf(args)} is gone` }),
  'compat/header-added': (args) => ({ what: `the ${headerOf(args)} is new` }),
  'compat/header-requirement': (args) => ({ what: `the ${headerOf(args)} is ${requirementOf(args)} now` }),
  'compat/header-form': (args) => ({
    what: `the ${headerOf(args)} is written otherwise`,
    expected: textOfArgument(args['before']),
    seen: textOfArgument(args['after']),
  }),
  'compat/schema-broken': (args) => ({
    what: `${placeOf(args)}: ${refusalOf(args)}`,
    expected: textOfArgument(args['clause']),
    seen: args['value'] === undefined ? undefined : textOfArgument(args['value']),
  }),
  'compat/schema-undecided': (args) => ({
    what: `${placeOf(args)} is written differently, and it could not be decided whether all of it can still be read`,
    seen: reasonOf(args),
  }),
  'compat/schema-changed': (args) => ({ what: `${placeOf(args)} has ${changeOf(args)}`, seen: 'all that is written can still be read' }),
  'compat/member-removed': (args) => ({ what: `${placeOf(args)} is gone` }),
  'compat/member-added': (args) => ({ what: `${placeOf(args)} is new` }),
  'compat/remark-changed': (args) => ({ what: `${placeOf(args)} has ${changeOf(args)}` }),
  'compat/security-changed': ({ before, after }) => ({
    what: 'the operation asks for other credentials',
    expected: textOfArgument(before),
    seen: textOfArgument(after),
  }),
  'compat/security-scheme-removed': ({ name }) => ({ what: `the security scheme ${quoted(name)} is gone` }),
  'compat/security-scheme-added': ({ name }) => ({ what: `the security scheme ${quoted(name)} is new` }),
  'compat/security-scheme-changed': ({ name, setting, before, after }) => ({
    what: `the security scheme ${quoted(name)} has another ${setting === undefined ? 'form' : textOfArgument(setting)}`,
    expected: orNothing(before),
    seen: orNothing(after),
  }),
  'compat/server-removed': ({ path, origin }) => ({
    what:
      origin === undefined
        ? `no server has the path ${quoted(path)} any longer, which requests begin with`
        : `the server ${textOfArgument(origin)} is named no longer`,
  }),
  'compat/server-added': ({ path, origin }) => ({
    what: origin === undefined ? `a server has the path ${quoted(path)}` : `the server ${textOfArgument(origin)} is new`,
  }),
  'compat/link-removed': ({ name, status }) => ({ what: `the link ${quoted(name)} of the response ${textOfArgument(status)} is gone` }),
  'compat/link-added': ({ name, status }) => ({ what: `the link ${quoted(name)} of the response ${textOfArgument(status)} is new` }),
  'compat/link-changed': ({ name, status }) => ({
    what: `the link ${quoted(name)} of the response ${textOfArgument(status)} leads elsewhere`,
  }),
  'compat/deprecated': (args) => ({ what: `${placeOf(args)} is deprecated${sunsetOf(args)}` }),
  'compat/undeprecated': (args) => ({ what: `${placeOf(args)} is no longer deprecated` }),
  'compat/sunset-changed': (args) => ({
    what: `${placeOf(args)} is to end on ${args['before'] === undefined ? 'a day of its own' : 'another day'}`,
    expected: orNothing(args['before']),
    seen: orNothing(args['after']),
    next: 'Give the day as YYYY-MM-DD: one that is to come, and never an earlier one',
  }),
  'compat/stability-changed': (args) => ({
    what: `${placeOf(args)} has another stability level`,
    expected: orNothing(args['before']),
    seen: orNothing(args['after']),
    next: 'A level is draft, alpha, beta or stable, and only rises',
  }),
  'compat/kind-changed': ({ before, after }) => ({
    what: `a contract of ${textOfArgument(before)} became one of ${textOfArgument(after)}`,
  }),
  'compat/channel-removed': ({ channel }) => ({ what: `the channel ${quoted(channel)} is gone` }),
  'compat/channel-added': ({ channel }) => ({ what: `the channel ${quoted(channel)} is new` }),
  'compat/address-changed': ({ channel, before, after }) => ({
    what: `the channel ${quoted(channel)} has another address`,
    expected: orNothing(before),
    seen: orNothing(after),
  }),
  'compat/message-removed': ({ channel, message, action }) => ({
    what: `the message ${quoted(message)} that the provider ${textOfArgument(action)}s on ${quoted(channel)} is gone`,
  }),
  'compat/message-added': ({ channel, message, action }) => ({
    what: `the message ${quoted(message)} that the provider ${textOfArgument(action)}s on ${quoted(channel)} is new`,
  }),
  'compat/payload-undecided': ({ message, before, after }) => ({
    what: `the payload of the message ${quoted(message)} is written in a language that is not judged`,
    seen: before === after ? textOfArgument(after) : `${textOfArgument(before)}, now ${textOfArgument(after)}`,
  }),
  'compat/content-type-changed': ({ message, before, after }) => ({
    what: `the message ${quoted(message)} has another content type`,
    expected: textOfArgument(before),
    seen: textOfArgument(after),
  }),
  'compat/correlation-changed': ({ message, before, after }) => ({
    what: `the message ${quoted(message)} has its correlation id elsewhere`,
    expected: orNothing(before),
    seen: orNothing(after),
  }),
  'compat/binding-changed': ({ protocol, name, before, after }) => ({
    what: `the ${textOfArgument(protocol)} binding has another ${textOfArgument(name)}`,
    expected: orNothing(before),
    seen: orNothing(after),
  }),
  'compat/reply-removed': ({ channel }) => ({ what: `nothing is replied any longer on ${quoted(channel)}` }),
  'compat/reply-added': ({ channel }) => ({ what: `there is a reply on ${quoted(channel)} now` }),
};

function operationOf({ kind, name, method, path }: MessageArguments): string {
  if (kind === 'webhook' || kind === 'callback') return `the ${kind} ${quoted(name)} (${textOfArgument(method)})`;
  return `the operation ${kind === 'event' ? quoted(name) : `${textOfArgument(method)} ${textOfArgument(path)}`}`;
}

function parameterOf({ in: location, name }: MessageArguments): string {
  return `${textOfArgument(location)} parameter ${quoted(name)}`;
}

function headerOf({ name, status }: MessageArguments): string {
  return `header ${quoted(name)} of the response ${textOfArgument(status)}`;
}

function requirementOf({ required }: MessageArguments): string {
  return required === true ? 'required' : 'optional';
}

function bodyOf({ side, status }: MessageArguments): string {
  return side === 'response' ? `response ${textOfArgument(status)}` : 'request';
}

/** `the request body at items/*`, `the query parameter "limit"`, `the operation`. */
function placeOf({ location }: MessageArguments): string {
  const tokens = Array.isArray(location) ? location : [];
  const start = tokens.findIndex((token) => SIDES.has(token));
  if (start === -1) return tokens.length === 0 ? 'the operation' : tokens.join(' ');
  const [side, first = '', second = '', ...rest] = tokens.slice(start);
  const before = start === 0 ? '' : `${tokens.slice(0, start).join(' ')}: `;
  const at = (below: readonly string[]): string => (below.length === 0 ? '' : ` at ${below.join('/')}`);
  if (side === 'message') return `${before}the message ${quoted(first)}: ${second}${at(rest)}`;
  if (side === 'request' && first === 'body') return `${before}the request body${at(second === '' ? rest : [second, ...rest])}`;
  if (side === 'request') return `${before}the ${first} parameter ${quoted(second)}${at(rest)}`;
  if (second === 'body') return `${before}the body of the response ${first}${at(rest)}`;
  return `${before}the ${second} ${quoted(rest[0] ?? '')} of the response ${first}${at(rest.slice(1))}`;
}

/** `the newer provider may send what older consumers refuse`. */
function refusalOf({ sender, sending }: MessageArguments): string {
  const [from, to] = sending === 'newer' ? ['newer', 'older'] : ['older', 'newer'];
  switch (sender) {
    case 'consumer':
      return `${from} consumers may send what the ${to} provider refuses`;
    case 'provider':
      return `the ${from} provider may send what ${to} consumers refuse`;
    default:
      return `who has the ${from} version may send what the ${to} one refuses`;
  }
}

function changeOf({ keyword, before, after }: MessageArguments): string {
  if (keyword === 'required') return after === 'true' ? 'to be there now' : 'not to be there any longer';
  const name = textOfArgument(keyword);
  if (before === undefined) return after === undefined ? `another ${name}` : `${name} ${textOfArgument(after)} now`;
  return after === undefined ? `${name} no longer` : `${name} ${textOfArgument(after)} in place of ${textOfArgument(before)}`;
}

function reasonOf({ reason, keyword, reference }: MessageArguments): string {
  switch (reason) {
    case 'keyword':
      return `the proof cannot follow ${textOfArgument(keyword)}`;
    case 'reference':
      return `the reference ${textOfArgument(reference)} leads nowhere`;
    case 'recursion':
      return 'the schemas nest without an end that is known';
    default:
      return 'the budget ran out';
  }
}

function sunsetOf({ sunset }: MessageArguments): string {
  return sunset === undefined ? '' : `, to end on ${textOfArgument(sunset)}`;
}

function orNothing(value: MessageArguments[string]): string {
  return value === undefined || value === '' ? 'nothing' : textOfArgument(value);
}

const SIDES: ReadonlySet<string> = new Set(['request', 'response', 'message']);
