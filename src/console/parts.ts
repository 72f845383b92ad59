import type { System } from './api-types.js';
import type { ViewMaker } from './app.js';
import { eventsView } from './views/events-view.js';
import { journalView } from './views/journal-view.js';
import { operationsView } from './views/operations-view.js';
import { overridesView } from './views/overrides-view.js';
import { scopesView } from './views/scopes-view.js';
import { stateView } from './views/state-view.js';
import { switchesView } from './views/switches-view.js';
import { systemsView } from './views/systems-view.js';

/** A part of the console, as its navigation names it. */
export interface Part {
  readonly name: string;
  readonly title: string;
  readonly make: ViewMaker;
  /** Whether there is anything in it for a system; there is for all when absent. */
  readonly isFor?: (system: System) => boolean;
}

/**
 * Whether a system is a mock of calls: a proxy and a mock of events have no answers of their own to keep apart, order or remember.
 *
 * @param system - as the mock tells it
 */
export const isOfMock = ({ hasScopes }: System): boolean => hasScopes;

/** In the order of the navigation; the first is shown where an address names none. */
export const PARTS: readonly Part[] = [
  { name: '', title: 'Systems', make: systemsView },
  { name: 'operations', title: 'Operations', make: operationsView, isFor: ({ operationCount }) => operationCount > 0 },
  { name: 'journal', title: 'Journal', make: journalView },
  { name: 'switches', title: 'Switches', make: switchesView },
  { name: 'overrides', title: 'Overrides', make: overridesView, isFor: isOfMock },
  { name: 'state', title: 'State', make: stateView, isFor: isOfMock },
  { name: 'events', title: 'Events', make: eventsView },
  { name: 'scopes', title: 'Scopes', make: scopesView, isFor: isOfMock },
];
