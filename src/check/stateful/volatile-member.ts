import { plainName } from '../../contract/resource-name.js';

/**
 * Whether a member of a representation changes of itself: instants, versions, entity tags, links, counters of accesses, logs. A provider sets
 * them, whatever a client sends.
 *
 * @param name - of the member
 */
export function isVolatileName(name: string): boolean {
  const plain = plainName(name);
  return name.startsWith('_') || EXACT.has(plain) || SUFFIX.test(name) || ENDINGS.test(plain);
}

const EXACT: ReadonlySet<string> = new Set(
  (
    'etag version revision rev links href url uri self timestamp time date age ttl nonce signature checksum hash digest requestid traceid correlationid ' +
    'created updated modified accessed deleted createdon updatedon modifiedon history audit auditlog log logs events activity changes changelog meta metadata'
  ).split(' '),
);
/** `createdAt`, `updated_at`, `lastSeenAt`, `expiresOn`. */
const SUFFIX = /(?:[a-z](?:At|On|By)|_(?:at|on|by))$/;
const ENDINGS =
  /(?:timestamp|datetime|date|version|revision|etag|checksum|hash|token|url|uri|href|count|counter|views|hits|seqno|sequence)$/;
