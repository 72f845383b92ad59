/**
 * A media type that can stand in `Content-Type` where the contract declares a range: what the caller accepts inside the range, else the
 * usual type of the range. A declared concrete type stays as it is.
 *
 * @param declared - a concrete media type or a range such as `image/*`
 * @param accept - the `Accept` header
 * @see RFC 9110 §8.3, §12.5.1
 */
export function concreteMediaType(declared: string, accept: string | undefined): string {
  const name = declared.trim();
  if (!name.includes('*')) return name;
  const [type = '*'] = name.split('/');
  const asked = (accept ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '')
    .find((part) => part.includes('/') && !part.includes('*') && (type === '*' || part.startsWith(`${type}/`)));
  return asked ?? USUAL_TYPES.get(type) ?? 'application/octet-stream';
}

const USUAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['*', 'application/json'],
  ['application', 'application/json'],
  ['text', 'text/plain'],
  ['image', 'image/png'],
  ['audio', 'audio/mpeg'],
  ['video', 'video/mp4'],
  ['multipart', 'multipart/form-data'],
]);
