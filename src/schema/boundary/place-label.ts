/**
 * What a person calls a place: `address.street`, `tags[0]`, `value` for the whole.
 *
 * @param tokens - from the whole value
 */
export function placeLabel(tokens: readonly (string | number)[]): string {
  let label = '';
  for (const token of tokens) {
    if (typeof token === 'number' || /^\d+$/.test(token)) label = `${label === '' ? 'value' : label}[${token}]`;
    else label += label === '' ? token : `.${token}`;
  }
  return label === '' ? 'value' : label;
}
