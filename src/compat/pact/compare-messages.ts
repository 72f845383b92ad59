import { payloadSchemaOf } from '../../wire/judge-message.js';
import { validate } from '../../schema/validate.js';
import { textFromViolation } from '../../schema/violation.js';
import { isJsonBody } from './body-from-json.js';
import type { PactWorld } from './compare-call.js';
import type { ExpectedContent } from './judge-expected-content.js';
import { isPromised, judgeExpectedContent } from './judge-expected-content.js';
import type { ChannelMessage } from './message-of-pact.js';
import { candidatesOf, channelOfMetadata, messageAmong } from './message-of-pact.js';
import type { AsyncMessageInteraction, PactMessage, SyncMessageInteraction } from './pact.js';
import type { FoundOfPact } from './pact-finding.js';

/**
 * What is wrong between the messages of a pact and the contract.
 *
 * @param interaction - of messages
 * @param world - the contract
 */
export function compareMessages(interaction: AsyncMessageInteraction | SyncMessageInteraction, world: PactWorld): readonly FoundOfPact[] {
  if (interaction.kind === 'async-message') return receivedProblems(interaction.message, interaction.pointer, world);
  const replies = interaction.responses.flatMap((message, index) =>
    receivedProblems(message, `${interaction.pointer}/response/${index}`, world),
  );
  return [...sentProblems(interaction.request, world), ...replies];
}

function receivedProblems(message: PactMessage, pointer: string, world: PactWorld): readonly FoundOfPact[] {
  const candidates = candidatesOf(message, 'receive', world.contract);
  if (candidates.length === 0) return [undeclared(message)];
  const { contents } = message;
  if (contents === undefined || !isJsonBody(contents)) return [];
  const expectedOf = (candidate: ChannelMessage, index: number): ExpectedContent | undefined => {
    const schema = payloadSchemaOf(candidate.message);
    if (schema === undefined) return undefined;
    const name = `${pointer}/${index}`;
    const part = `the message ${candidate.message.name ?? candidate.message.id}`;
    return { content: contents.content, rules: message.rules.body, schema, isResponse: false, part, operation: candidate.operation, name };
  };
  const meant = messageAmong(message, candidates);
  if (meant !== undefined) {
    const expected = expectedOf(meant, 0);
    return expected === undefined ? [noSchema(meant)] : judgeExpectedContent(expected, world.comparers);
  }
  return amongAll(candidates.map(expectedOf), message, world);
}

/** It is not known which message is meant: only when none of them will do is that told. */
function amongAll(all: readonly (ExpectedContent | undefined)[], message: PactMessage, world: PactWorld): readonly FoundOfPact[] {
  const verdicts = all
    .slice(0, MAX_CANDIDATE_COUNT)
    .map((expected) => (expected === undefined ? undefined : isPromised(expected, world.comparers)));
  if (verdicts.includes(true)) return [];
  if (verdicts.includes(undefined) || all.length > MAX_CANDIDATE_COUNT) {
    return [{ code: 'pact/undecided', severity: 'info', args: { part: 'the message', at: '', reason: 'no-message' } }];
  }
  return [{ code: 'pact/message-undeclared', args: { reason: 'unfit', channel: channelOfMetadata(message) } }];
}

/** What the consumer sends has to be one of those that the contract receives. */
function sentProblems(message: PactMessage, world: PactWorld): readonly FoundOfPact[] {
  const candidates = candidatesOf(message, 'send', world.contract);
  if (candidates.length === 0) return [undeclared(message)];
  const { contents } = message;
  if (contents === undefined || !isJsonBody(contents)) return [];
  const problems = candidates.map((candidate) => {
    const schema = payloadSchemaOf(candidate.message);
    return { candidate, violations: schema === undefined ? [] : validate(schema, contents.content) };
  });
  if (problems.some(({ violations }) => violations.length === 0)) return [];
  const meant = messageAmong(message, candidates);
  const told = problems.find(({ candidate }) => candidate === meant) ?? problems[0];
  const [first] = told?.violations ?? [];
  if (told === undefined || first === undefined) return [];
  const problem = `${first.instancePointer === '' ? '' : `${first.instancePointer} `}${textFromViolation(first)}`;
  return [{ code: 'pact/request-invalid', operation: told.candidate.operation, args: { problem } }];
}

function undeclared(message: PactMessage): FoundOfPact {
  return { code: 'pact/message-undeclared', args: { reason: 'none', channel: channelOfMetadata(message) } };
}

function noSchema({ message, operation }: ChannelMessage): FoundOfPact {
  const part = `the message ${message.name ?? message.id}`;
  return { code: 'pact/undecided', severity: 'info', operation, args: { part, at: '', reason: 'no-schema' } };
}

const MAX_CANDIDATE_COUNT = 32;
