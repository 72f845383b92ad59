/** One setting of a program, without what may be secret of it. */
export interface Setting {
  readonly key: string;
  /** The address that it has; `undefined` for another value. */
  readonly address: Address | undefined;
}

/** Where something is reached. */
export interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * The settings of an example of an environment: `KEY=value`, one a line.
 *
 * @param text - of the file
 */
export function settingsFromText(text: string): readonly Setting[] {
  return text
    .split(/\r?\n/)
    .slice(0, MAX_SETTING_COUNT)
    .flatMap((line) => {
      const [, key, value = ''] = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]{0,200})[ \t]*=[ \t]*(.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [{ key, address: addressFromText(value) }];
    });
}

/**
 * The address at the beginning of a value; a variable stands for its default.
 *
 * @param value - of a setting: `"http://orders:8080/v1"`, `${ORDERS_URL:-http://orders}`
 */
export function addressFromText(value: string): Address | undefined {
  const plain = value.slice(0, MAX_VALUE_LENGTH).replace(/\$\{[A-Za-z0-9_]+:?-([^}]*)\}/g, '$1');
  const [, scheme, host, digits] =
    /^["']?([a-z][a-z0-9+.-]*):\/\/(?:[^/@\s]*@)?([A-Za-z0-9_.-]+)(?::(\d{1,5}))?(?=[/?#"'\s]|$)/i.exec(plain) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), port: digits === undefined ? undefined : Number(digits) };
}

/**
 * Whether calls go there, and not messages or rows.
 *
 * @param address - of a setting
 */
export function isForCalls({ scheme }: Address): boolean {
  return ['http', 'https', 'ws', 'wss'].includes(scheme);
}

const MAX_SETTING_COUNT = 2_000;
const MAX_VALUE_LENGTH = 2_000;
