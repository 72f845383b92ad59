import type { AddressPart } from '../contract/asyncapi/address-variables.js';
import { addressParts } from '../contract/asyncapi/address-variables.js';
import type { Channel } from '../contract/channel.js';

/**
 * The address of a channel with its parameters filled in. One without a value takes the first that the contract shows, else its own name; a channel
 * whose address is only known at run time has its id instead.
 *
 * @param channel - of a contract
 * @param values - by parameter, as texts
 */
export function addressFromParameters(
  channel: Pick<Channel, 'id' | 'address' | 'parameters'>,
  values: Readonly<Record<string, string | undefined>>,
): string {
  if (channel.address === undefined) return channel.id;
  return addressParts(channel.address)
    .map((part) => (part.kind === 'text' ? part.text : valueOfParameter(channel, part.name, values)))
    .join('');
}

function valueOfParameter(
  { parameters }: Pick<Channel, 'parameters'>,
  name: string,
  values: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.hasOwn(values, name) ? values[name] : undefined;
  return given ?? parameters.find((parameter) => parameter.name === name)?.examples[0] ?? name;
}

/**
 * The values that a channel's parameters have in an address, or `undefined` when it is not an address of this channel. A value is never empty and
 * never holds a separator (`/`, `.`, `:`) that stands beside a variable of the template; a variable that comes twice has one value.
 *
 * @param channel - of a contract; one whose address is only known at run time is none's
 * @param address - as on the wire
 */
export function matchAddress(channel: Pick<Channel, 'address'>, address: string): Readonly<Record<string, string>> | undefined {
  if (channel.address === undefined) return undefined;
  if (!channel.address.includes('{')) return channel.address === address ? {} : undefined;
  const plan = planOf(channel.address);
  const values: Record<string, string> = {};
  let offset = 0;
  for (const [index, part] of plan.parts.entries()) {
    const end = endOfPart(plan, { part, index, offset }, address);
    if (end === undefined) return undefined;
    if (part.kind === 'variable' && !keep(values, part.name, address.slice(offset, end), plan)) return undefined;
    offset = end;
  }
  return offset === address.length ? values : undefined;
}

interface AddressPlan {
  readonly parts: readonly AddressPart[];
  /** Characters that no value holds. */
  readonly separators: ReadonlySet<string>;
}

function planOf(template: string): AddressPlan {
  let plan = PLANS.get(template);
  if (plan === undefined) {
    plan = { parts: addressParts(template), separators: separatorsOf(template) };
    if (PLANS.size >= MAX_PLAN_COUNT) PLANS.clear();
    PLANS.set(template, plan);
  }
  return plan;
}

/** Templates come from contracts, so there are few. */
const PLANS = new Map<string, AddressPlan>();
const MAX_PLAN_COUNT = 10_000;

function separatorsOf(template: string): ReadonlySet<string> {
  const beside = [...template.matchAll(/(.?)\{[^{}]+\}(?=(.?))/gsu)].flatMap((match) => [match[1] ?? '', match[2] ?? '']);
  return new Set(beside.filter((character) => SEPARATORS.has(character)));
}

const SEPARATORS: ReadonlySet<string> = new Set(['/', '.', ':']);

/** The nearest end is the best: what follows then has the most room. Only the last text must stand at the very end. */
function endOfPart(
  { parts }: AddressPlan,
  { part, index, offset }: { readonly part: AddressPart; readonly index: number; readonly offset: number },
  address: string,
): number | undefined {
  if (part.kind === 'text') return address.startsWith(part.text, offset) ? offset + part.text.length : undefined;
  const next = parts[index + 1];
  if (next === undefined) return address.length;
  // Two variables in a row: nothing tells where the first ends, so it has one character.
  if (next.kind === 'variable') return offset + 1;
  const isLast = index + 2 === parts.length;
  const end = isLast ? address.length - next.text.length : address.indexOf(next.text, offset + 1);
  return end > offset ? end : undefined;
}

function keep(values: Record<string, string>, name: string, value: string, { separators }: AddressPlan): boolean {
  if (value === '' || (Object.hasOwn(values, name) && values[name] !== value)) return false;
  for (const character of value) if (separators.has(character)) return false;
  Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
  return true;
}
