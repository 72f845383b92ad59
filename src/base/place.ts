/**
 * Where in a text something stands: what every finding and input error points at.
 * `line` and `column` count from 1; `pointer` is a JSON pointer (RFC 6901) into the parsed document.
 * Lines are looked up only when a place is shown, so a place may hold just its pointer until then.
 */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly pointer?: string;
}

/**
 * The place as people and editors read it: `file:line:column`, with the pointer when there is no line.
 *
 * @param place - lines and columns count from 1
 */
export function textFromPlace(place: Place): string {
  if (place.line !== undefined) return `${place.file}:${place.line}:${place.column ?? 1}`;
  return place.pointer === undefined || place.pointer === '' ? place.file : `${place.file}#${place.pointer}`;
}
