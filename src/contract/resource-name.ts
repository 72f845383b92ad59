/**
 * The singular of a path segment or member name, in lower case and without separators: `order-items` → `orderitem`, `categories` → `category`.
 *
 * @param word - as written in a contract
 */
export function nounFromWord(word: string): string {
  const plain = plainName(word);
  if (/(?:ss|us|is)$/.test(plain) || plain.length < 3) return plain;
  if (plain.endsWith('ies') && plain.length > 4) return `${plain.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss)es$/.test(plain)) return plain.slice(0, -2);
  return plain.endsWith('s') ? plain.slice(0, -1) : plain;
}

/**
 * The name without case and separators, so that `order_id`, `orderId` and `Order-ID` are one.
 *
 * @param name - of a member or parameter
 */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * The noun that a name refers to: `customerId` → `customer`, `order_uuid` → `order`; `undefined` for `id` itself and for what is no reference.
 *
 * @param name - of a member or parameter
 */
export function referredNoun(name: string): string | undefined {
  const stem = (CAMEL_REFERENCE.exec(name) ?? SNAKE_REFERENCE.exec(name))?.[1];
  return stem === undefined ? undefined : nounFromWord(stem);
}

const CAMEL_REFERENCE = /^(.*[a-z0-9])(?:Id|ID|Uuid|UUID|Guid|GUID|Key|Slug)s?$/;
const SNAKE_REFERENCE = /^(.+)[-_.](?:id|uuid|guid|key|slug)s?$/i;

/**
 * Whether a name is one that resources are known by on their own: `id`, `uuid`, `key`, `slug`.
 *
 * @param name - of a member or parameter
 */
export function isIdName(name: string): boolean {
  return ID_NAMES.includes(plainName(name));
}

/** Names that resources are known by, the usual ones first. */
export const ID_NAMES: readonly string[] = ['id', 'uuid', 'guid', 'key', 'slug', 'uid'];
