import type { SchemaBreak } from '../../schema/inclusion/schema-comparison.js';
import { isReadable, mayWrite } from '../../schema/inclusion/value-views.js';
import type { SchemaRoles } from '../schema-judge.js';
import type { SchemaSite } from './schema-site.js';

/**
 * A break with a value of this very place. What was found of a component in one operation is known of all that use it; the value that shows it
 * there is no message here, so here it is sought again, at the place that is known by now.
 *
 * @param site - where it is to be shown
 * @param roles - the schemas of the site
 * @param found - as the judge of the site told it
 * @returns asked for the first time it searches; `undefined` when no value of this place was found
 */
export function ownBreak({ comparing, isText }: SchemaSite, roles: SchemaRoles, found: SchemaBreak): () => SchemaBreak | undefined {
  let own: { readonly found: SchemaBreak | undefined } | undefined;
  const isOwn = ({ witness }: SchemaBreak): boolean => {
    // Each of these was tried on the wire of its place.
    if (isText) return true;
    const question = { ...roles, mode: comparing.mode, seed: '0', budget: NO_SEARCH };
    return mayWrite(question, witness) && !isReadable(question, witness);
  };
  return () => {
    own ??= {
      found: isOwn(found) ? found : comparing.judge({ ...roles, wanted: found }).breaks.find((one) => isSameBreak(one, found)),
    };
    return own.found;
  };
}

function isSameBreak({ violation, location }: SchemaBreak, other: SchemaBreak): boolean {
  return (
    violation.schemaUri === other.violation.schemaUri &&
    violation.schemaPointer === other.violation.schemaPointer &&
    location.length === other.location.length &&
    location.every((token, index) => token === other.location[index])
  );
}

const NO_SEARCH = { maxStepCount: 0, maxValueCount: 0, maxBreakCount: 0 } as const;
