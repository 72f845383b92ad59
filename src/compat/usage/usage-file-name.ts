/**
 * The name of a pair's usage file, without a folder: `web--shop.json`.
 *
 * @param pair - names as the user chose them; what a file system does not take everywhere is `_`
 */
export function usageFileName(pair: { readonly consumer: string; readonly provider: string }): string {
  return `${pairFileName(pair)}.json`;
}

/**
 * A pair as part of a path: `web--shop`.
 *
 * @param pair - as of {@link usageFileName}
 */
export function pairFileName({ consumer, provider }: { readonly consumer: string; readonly provider: string }): string {
  return [consumer, provider].map((name) => name.replaceAll(/[^\w.@-]/g, '_').replace(/^\.+/, '_')).join('--');
}
