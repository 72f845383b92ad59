import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Finding } from '../../finding/finding.js';
import type { Pact, PactInteraction } from './pact.js';
import { pactFinding } from './pact-finding.js';

/** What a verification came to, interaction by interaction. */
export interface VerificationOutcome {
  /** In the order of the pacts. */
  readonly interactions: readonly VerifiedInteraction[];
  /** One for each interaction that is not kept; of pending ones they are `info`. */
  readonly findings: readonly Finding[];
}

interface VerifiedInteraction {
  /** Of its pact. */
  readonly file: string;
  readonly consumer: string;
  readonly description: string;
  readonly states: readonly string[];
  readonly isKept: boolean;
}

/**
 * What the report of Pact's verifier says.
 *
 * @param report - as parsed
 * @param pacts - those that were verified
 * @returns an error that fits no interaction is held against the first one of its consumer, so that none is lost
 */
export function findingsFromVerification(report: JsonValue, pacts: readonly Pact[]): VerificationOutcome {
  const errors = [...errorsOf(report, 'errors', false), ...errorsOf(report, 'pendingErrors', true)];
  const asked = pacts.flatMap((pact) => pact.interactions.map((interaction) => ({ pact, interaction })));
  const failed = new Map<PactInteraction, Finding>();
  for (const error of errors) {
    const found = asked.filter(({ pact, interaction }) => isOf(error.name, pact, interaction)).sort(byStateCount);
    const meant = found.find(({ interaction }) => !failed.has(interaction)) ?? found[0] ?? asked[0];
    if (meant !== undefined) failed.set(meant.interaction, failure(error, meant.pact, meant.interaction));
  }
  return {
    interactions: asked.map(({ pact, interaction }) => ({
      file: pact.file,
      consumer: pact.consumer,
      description: interaction.description,
      states: interaction.states.map(({ name }) => name),
      isKept: !failed.has(interaction),
    })),
    findings: asked.flatMap(({ interaction }) => failed.get(interaction) ?? []),
  };
}

interface VerificationError {
  /** `Verifying a pact between shop and orders Given order 7 exists - an order is asked for`. */
  readonly name: string;
  readonly mismatch: JsonObject;
  readonly isPending: boolean;
}

function errorsOf(report: JsonValue, name: string, isPending: boolean): readonly VerificationError[] {
  const listed = isJsonObject(report) ? report[name] : undefined;
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((error: JsonValue) => {
    if (!isJsonObject(error)) return [];
    const mismatch = isJsonObject(error['mismatch']) ? error['mismatch'] : {};
    return [{ name: String(error['interaction'] ?? ''), mismatch, isPending }];
  });
}

function isOf(name: string, pact: Pact, { description, states }: PactInteraction): boolean {
  const head = `Verifying a pact between ${pact.consumer} and ${pact.provider}`;
  return name.startsWith(head) && name.endsWith(` - ${description}`) && states.every((state) => name.includes(state.name));
}

/** The one with the most states first: those of others are in its name as well. */
function byStateCount(left: { readonly interaction: PactInteraction }, right: { readonly interaction: PactInteraction }): number {
  return right.interaction.states.length - left.interaction.states.length;
}

function failure({ mismatch, isPending }: VerificationError, pact: Pact, interaction: PactInteraction): Finding {
  const listed = Array.isArray(mismatch['mismatches']) ? mismatch['mismatches'] : [];
  // That the status is another one explains the rest.
  const mismatches = listed
    .filter((each: JsonValue): each is JsonObject => isJsonObject(each))
    .sort((left, right) => weightOf(left) - weightOf(right));
  const [first] = mismatches;
  const problems = mismatches.slice(0, MAX_TOLD_COUNT).map(problemText);
  const more = mismatches.length > MAX_TOLD_COUNT ? [`and ${mismatches.length - MAX_TOLD_COUNT} more`] : [];
  const problem =
    problems.length === 0 ? textOf(mismatch['message'] ?? mismatch['type'] ?? 'it failed') : [...problems, ...more].join('; ');
  const args = {
    problem,
    expected: first === undefined ? undefined : textOf(first['expected']),
    value: first === undefined ? undefined : textOf(first['actual']),
  };
  return pactFinding(pact, interaction, {
    code: 'pact/interaction-failed',
    severity: isPending || interaction.pending ? 'info' : 'error',
    args,
  });
}

function weightOf({ type }: JsonObject): number {
  return type === 'StatusMismatch' ? 0 : 1;
}

function problemText(mismatch: JsonObject): string {
  const path = mismatch['path'] ?? mismatch['key'];
  const text = textOf(mismatch['mismatch'] ?? `${textOf(mismatch['type'])}: expected ${textOf(mismatch['expected'])}`);
  return typeof path === 'string' && !text.includes(path) ? `${path}: ${text}` : text;
}

function textOf(value: JsonValue | undefined): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)}…`;
}

const MAX_TOLD_COUNT = 5;
const MAX_TEXT_LENGTH = 400;
