import type { Contract } from '../contract.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, objectOf, reportDefect, reportWrongType } from './reading.js';

/**
 * The title and the version of a document, empty when it does not say them. AsyncAPI has the same object.
 *
 * @param reading - takes the defects
 * @param root - the document
 * @see https://spec.openapis.org/oas/v3.1.1.html#info-object
 */
export function infoOf(reading: Reading, root: DocumentNode): Pick<Contract, 'title' | 'version'> {
  const info = childNode(root, 'info');
  if (info.value === undefined) reportDefect(reading, 'contract/info-missing', root, { missing: 'info' });
  if (objectOf(reading, info) === undefined) return { title: '', version: '' };
  return { title: infoText(reading, info, 'title'), version: infoText(reading, info, 'version') };
}

function infoText(reading: Reading, info: DocumentNode, name: 'title' | 'version'): string {
  const member = childNode(info, name);
  if (member.value === undefined) reportDefect(reading, 'contract/info-missing', info, { missing: name });
  else if (typeof member.value !== 'string') reportWrongType(reading, member, 'string');
  // `version: 1.0` is a number in YAML, and what was meant is plain.
  return member.value === undefined || typeof member.value === 'object' ? '' : String(member.value);
}
