/**
 * A media type without its parameters, in lower case: boundaries differ from call to call.
 *
 * @param mediaType - as it stands in a header
 */
export function essenceOf(mediaType: string | undefined): string | undefined {
  const essence = mediaType?.split(';')[0]?.trim().toLowerCase();
  return essence === '' ? undefined : essence;
}
