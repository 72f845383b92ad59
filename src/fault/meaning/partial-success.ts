import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { jsonOfReply } from '../json-of-reply.js';
import { statelessKind } from '../fault-kind.js';
import type { Reply } from '../reply.js';
import { withBody } from '../reply-body.js';
import { withStatus } from '../with-headers.js';
import { numberOf, RATIO, settingsSchema } from '../setting.js';

interface PartialSuccessSettings {
  /** `undefined`: as the provider said. */
  readonly status: number | undefined;
  readonly keptRatio: number;
}

/** The status tells of success, and a part of what was asked for is not there. */
export const partialSuccess = statelessKind<PartialSuccessSettings>({
  kind: 'partial-success',
  group: 'meaning',
  summary: 'Leaves out a part of the list that an answer holds, with 200 or 207',
  schema: settingsSchema({ status: { enum: [200, 207] }, keep: RATIO }),
  settingsFrom: (json) => ({
    status: json['status'] === undefined ? undefined : numberOf(json['status'], 200),
    keptRatio: numberOf(json['keep'], 0.5),
  }),
  onReply: ({ settings, reply }) => ({ state: undefined, effect: partOf(reply, settings) }),
});

function partOf(reply: Reply, { status, keptRatio }: PartialSuccessSettings): Reply {
  const json = reply.response.status < 300 ? jsonOfReply(reply) : undefined;
  const part = json === undefined ? undefined : partOfList(json, keptRatio);
  if (part === undefined) return reply;
  const changed = withBody(reply, new TextEncoder().encode(JSON.stringify(part)));
  return status === undefined ? changed : withStatus(changed, status);
}

/** The list itself, or the longest list that stands directly in an object. */
function partOfList(value: JsonValue, keptRatio: number): JsonValue | undefined {
  if (isList(value))
    return value.length === 0 ? undefined : value.slice(0, Math.min(Math.floor(value.length * keptRatio), value.length - 1));
  if (!isJsonObject(value)) return undefined;
  const lists = Object.entries(value).filter((entry): entry is [string, readonly JsonValue[]] => isList(entry[1]) && entry[1].length > 0);
  const longest = lists.reduce<[string, readonly JsonValue[]] | undefined>(
    (best, entry) => (best === undefined || entry[1].length > best[1].length ? entry : best),
    undefined,
  );
  if (longest === undefined) return undefined;
  const part = partOfList(longest[1], keptRatio);
  return part === undefined ? undefined : { ...value, [longest[0]]: part };
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
