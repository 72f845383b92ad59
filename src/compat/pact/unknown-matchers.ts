import type { PactInteraction } from './pact.js';
import type { FoundOfPact } from './pact-finding.js';
import type { PactMatcher, PactRules } from './pact-rules.js';

/**
 * The matchers of an interaction that we do not know, as those of plugins: what they stand at is taken to fit whatever comes, so that nothing
 * is found there says nothing.
 *
 * @param interaction - as it was read
 * @returns a warning for each, in the order of the file
 */
export function unknownMatchers(interaction: PactInteraction): readonly FoundOfPact[] {
  return rulesOf(interaction).flatMap((rules) =>
    placesOf(rules).flatMap(({ path, matchers }) =>
      matchers.flatMap(unknownIn).map(({ json, pointer }): FoundOfPact => {
        const { match } = json;
        const args = { at: path, matcher: typeof match === 'string' ? match : JSON.stringify(json) };
        return { code: 'pact/matcher-unknown', severity: 'warning', args, below: belowOf(interaction, pointer) };
      }),
    ),
  );
}

function rulesOf(interaction: PactInteraction): readonly PactRules[] {
  switch (interaction.kind) {
    case 'http':
      return [interaction.request.rules, interaction.response.rules];
    case 'async-message':
      return [interaction.message.rules];
    case 'sync-message':
      return [interaction.request, ...interaction.responses].map(({ rules }) => rules);
  }
}

interface MatchedPlace {
  readonly path: string;
  readonly matchers: readonly PactMatcher[];
}

function placesOf({ path, status, query, header, body, metadata }: PactRules): readonly MatchedPlace[] {
  const whole = (name: string, rule: typeof path): readonly MatchedPlace[] => (rule === undefined ? [] : [{ ...rule, path: name }]);
  return [...whole('the path', path), ...whole('the status', status), ...query, ...header, ...body, ...metadata];
}

type UnknownMatcher = Extract<PactMatcher, { kind: 'other' }>;

/** Itself, or those within it. */
function unknownIn(matcher: PactMatcher): readonly UnknownMatcher[] {
  switch (matcher.kind) {
    case 'other':
      return [matcher];
    case 'each-key':
    case 'each-value':
      return matcher.rules.flatMap(unknownIn);
    case 'array-contains':
      return matcher.variants.flatMap(({ rules }) => rules.flatMap(({ matchers }) => matchers.flatMap(unknownIn)));
    default:
      return [];
  }
}

function belowOf({ pointer: own }: PactInteraction, pointer: string): string {
  return pointer.startsWith(`${own}/`) ? pointer.slice(own.length) : '';
}
