import type { MessageArguments } from '../../base/errors.js';

/**
 * An argument as people read it: lists with commas, nothing for an absent one.
 *
 * @param value - of a message
 */
export function textOfArgument(value: MessageArguments[string]): string {
  if (value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * An argument between quotation marks, since it is the user's own text.
 *
 * @param value - of a message
 */
export function quoted(value: MessageArguments[string]): string {
  return `"${textOfArgument(value)}"`;
}

/**
 * A number of bytes in the largest unit that fits.
 *
 * @param byteCount - of a message
 */
export function sizeText(byteCount: MessageArguments[string]): string {
  const bytes = Number(byteCount);
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / (1024 * 1024))} MiB`;
}
