import type { CallMatch } from '../journal/call-match.js';
import type { CallClaim, CallVerification, NearCall } from '../journal/verify-calls.js';

/**
 * What came of a claim on calls, as one reads it in a failed test: what was claimed, what was seen, which calls came closest, and in what they differ.
 *
 * @param claim - as it was made
 * @param verification - of it
 * @returns several lines, without a line break at the end
 */
export function textFromVerification(claim: CallClaim, verification: CallVerification): string {
  const { verdict, nearMisses } = verification;
  if (verdict === 'holds') return `${claimText(claim)}: so it was.`;
  const lines = [`${claimText(claim)}, but ${seenText(claim, verification)}.`];
  if (verdict === 'unknown') lines.push(doubtText(verification));
  if (nearMisses.length > 0) lines.push('Nearest:', ...nearMisses.flatMap(nearText));
  return lines.join('\n');
}

function claimText(claim: CallClaim): string {
  if (claim.kind === 'sequence') return `${claim.matches.map(matchText).join(', then ')} should have been called`;
  const { atLeast, atMost, match } = claim;
  const bound =
    atLeast === atMost
      ? `${times(atLeast)}`
      : atMost === Number.POSITIVE_INFINITY
        ? `at least ${times(atLeast)}`
        : atLeast === 0
          ? `at most ${times(atMost)}`
          : `${atLeast} to ${times(atMost)}`;
  return `${matchText(match)} should have been called ${bound}`;
}

function seenText(claim: CallClaim, { count, callCount }: CallVerification): string {
  const of = callCount === 0 ? ': there were no calls at all' : ` (of ${callCount} ${callCount === 1 ? 'call' : 'calls'})`;
  if (claim.kind === 'count') return `was ${times(count)}${of}`;
  const missing = claim.matches[count];
  return `step ${count + 1}, ${missing === undefined ? 'the last' : matchText(missing)}, did not come${count === 0 ? '' : ' after those before it'}${of}`;
}

function doubtText({ unknownCount, lostCount }: CallVerification): string {
  const reasons = [
    ...(lostCount === 0 ? [] : [`${lostCount} older calls were dropped from the journal`]),
    ...(unknownCount === 0 ? [] : [`of ${unknownCount} calls the body was too long to be kept`]),
  ];
  return `Nobody can tell for sure: ${reasons.join(', and ')}.`;
}

function nearText({ id, method, target, operation, differences }: NearCall): readonly string[] {
  return [
    `  ${id}: ${method} ${target}${operation === undefined ? '' : ` (${operation})`}`,
    ...differences.map(
      ({ part, expected, seen }) => `    ${part}: expected ${expected}, ${seen === undefined ? 'there was none' : `was ${seen}`}`,
    ),
  ];
}

function matchText({ operation, method, path, query, headers, body, status }: CallMatch): string {
  const where = path === undefined ? undefined : 'glob' in path ? path.written : `/${path.pattern}/`;
  const what = operation ?? ([method, where].filter((part) => part !== undefined).join(' ') || 'any call');
  const rest = [
    ...(operation === undefined ? [] : [method, where]),
    ...(query === undefined ? [] : ['that query']),
    ...(headers === undefined ? [] : ['those headers']),
    ...(body === undefined ? [] : ['that body']),
    ...(status === undefined ? [] : [`status ${status}`]),
  ].filter((part) => part !== undefined);
  return rest.length === 0 ? what : `${what} with ${rest.join(', ')}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
