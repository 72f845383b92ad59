import type { Workspace } from '../workspace/workspace.js';
import type { ArazzoProblem } from './arazzo/node.js';
import type { DocumentPlace } from './document-place.js';
import type { LoadedSources } from './load-sources.js';

/** What the workflows of one document are looked up in. */
export interface Lookup {
  readonly sources: LoadedSources;
  readonly place: DocumentPlace;
  readonly workspace: Workspace;
  readonly problems: ArazzoProblem[];
}
