import type { ParsedMediaType } from '../base/media-type.js';
import { parseMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import type { MediaType } from '../contract/contract.js';
import type { Direction } from '../schema/schema.js';
import { isValid } from '../schema/validate.js';
import { type BodyProblem, problemsFromSchema } from './body-problem.js';
import type { HiddenDrop } from './drop-hidden.js';
import { compileHiddenDrop } from './drop-hidden.js';
import { problemsOfEvents } from './judge-events.js';
import { parseBody } from './parse-body.js';
import { mediaTypeForContent } from './select-media-type.js';
import { textFromBytes } from './text-from-bytes.js';

export interface BodyJudgement {
  /** Without the members that do not travel; `undefined` when it could not be read, the bytes when no schema speaks of them. */
  readonly value: JsonValue | Uint8Array | undefined;
  readonly problems: readonly BodyProblem[];
}

/** Judges a body that is there; `contentType` as received. */
export type BodyJudge = (body: Uint8Array | string, contentType: string | undefined) => BodyJudgement;

/**
 * The judge of bodies that are declared in some media types: the type must be one of them, the body must read as that type, its value
 * must keep the schema. A body without a type is taken for the first declared one, and where nothing is declared every body passes.
 *
 * @param content - as declared
 * @param direction - decides which members do not travel
 */
export function compileBodyJudge(content: readonly MediaType[], direction: Direction): BodyJudge {
  const byContentType = new Map<string, ChosenMediaType | undefined>();
  const plans = new Map(content.map((mediaType) => [mediaType, lazyPlan(mediaType, direction)] as const));
  return (body, contentType) => {
    if (content.length === 0) return { value: typeof body === 'string' ? undefined : body, problems: NO_PROBLEMS };
    const key = contentType ?? '';
    let chosen = byContentType.get(key);
    if (chosen === undefined && !byContentType.has(key)) {
      chosen = chooseMediaType(content, contentType);
      // Callers choose the header (each multipart body has its own boundary), so there is an end to what is kept.
      if (byContentType.size >= MAX_KEPT_COUNT) byContentType.clear();
      byContentType.set(key, chosen);
    }
    const plan = chosen === undefined ? undefined : plans.get(chosen.mediaType);
    return chosen === undefined || plan === undefined ? undeclared(content, contentType) : judgeValue(body, chosen, plan());
  };
}

interface ChosenMediaType {
  readonly mediaType: MediaType;
  readonly actual: ParsedMediaType | undefined;
}

/** What is worked out once for a declared media type, when the first body of it comes. */
interface ValuePlan {
  readonly direction: Direction;
  readonly drop: HiddenDrop | undefined;
  readonly itemDrop: HiddenDrop | undefined;
}

function lazyPlan({ schema, itemSchema }: MediaType, direction: Direction): () => ValuePlan {
  let plan: ValuePlan | undefined;
  return () => {
    plan ??= {
      direction,
      drop: schema === undefined ? undefined : compileHiddenDrop(schema, direction),
      itemDrop: itemSchema === undefined ? undefined : compileHiddenDrop(itemSchema, direction),
    };
    return plan;
  };
}

function chooseMediaType(content: readonly MediaType[], contentType: string | undefined): ChosenMediaType | undefined {
  const [first] = content;
  const actual = contentType === undefined ? undefined : parseMediaType(contentType);
  if (contentType !== undefined && actual === undefined) return undefined;
  const mediaType = actual === undefined ? first : mediaTypeForContent(content, actual);
  return mediaType === undefined ? undefined : { mediaType, actual: actual ?? parseMediaType(mediaType.name) };
}

function undeclared(content: readonly MediaType[], contentType: string | undefined): BodyJudgement {
  const declared = content.map((mediaType) => mediaType.name).join(', ');
  const message = `must be of a declared media type (${declared}), not ${contentType}`;
  return { value: undefined, problems: [{ kind: 'media-type', location: [], code: 'content-type', message }] };
}

function judgeValue(body: Uint8Array | string, { mediaType, actual }: ChosenMediaType, plan: ValuePlan): BodyJudgement {
  const { direction, drop, itemDrop } = plan;
  if (actual?.essence === 'text/event-stream' && mediaType.itemSchema !== undefined) {
    // Events are UTF-8 whatever their label says; what is none says nothing of its items.
    const text = typeof body === 'string' ? body : (textFromBytes(body, undefined) ?? '');
    const problems = problemsOfEvents(text, { itemSchema: mediaType.itemSchema, itemDrop, direction });
    return { value: typeof body === 'string' ? undefined : body, problems };
  }
  const parsed = parseBody(body, mediaType, actual);
  if (parsed.kind === 'malformed') {
    return { value: undefined, problems: [{ kind: 'body', location: [], code: 'syntax', message: parsed.message }] };
  }
  if (parsed.kind === 'opaque') return { value: typeof body === 'string' ? undefined : body, problems: NO_PROBLEMS };
  const whole = drop === undefined ? parsed.value : drop(parsed.value);
  const value = itemDrop !== undefined && Array.isArray(whole) ? whole.map(itemDrop) : whole;
  return { value, problems: problemsOfValue(value, mediaType, direction) };
}

function problemsOfValue(value: JsonValue, mediaType: MediaType, direction: Direction): readonly BodyProblem[] {
  const { schema, itemSchema } = mediaType;
  const isWhole = schema === undefined || isValid(schema, value, { direction });
  if (isWhole && (itemSchema === undefined || !Array.isArray(value))) return NO_PROBLEMS;
  const problems = isWhole || schema === undefined ? [] : [...problemsFromSchema(schema, value, { direction, below: [] })];
  if (itemSchema === undefined || !Array.isArray(value)) return problems;
  for (const [index, item] of value.entries()) {
    if (problems.length >= MAX_PROBLEM_COUNT) break;
    problems.push(...problemsFromSchema(itemSchema, item, { direction, below: [String(index)] }));
  }
  return problems;
}

const NO_PROBLEMS: readonly BodyProblem[] = [];
const MAX_KEPT_COUNT = 64;
const MAX_PROBLEM_COUNT = 50;
