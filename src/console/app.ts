import type { About, Api } from './api.js';
import type { Rule, Scope, System } from './api-types.js';
import type { JournalBook } from './journal-book.js';

/** What all parts of the page know. */
export interface App {
  readonly api: Api;
  readonly book: JournalBook;
  /** Of the mock; loaded before any view is shown, and again from time to time. */
  readonly systems: () => readonly System[];
  /** The one that is looked at: `''` for all of them. */
  readonly system: () => string;
  /** The one that is looked at: `''` for that of everybody who names none. */
  readonly scope: () => string;
  readonly scopes: () => readonly Scope[];
  /** The faults in force, by system. */
  readonly rules: () => ReadonlyMap<string, readonly Rule[]>;
  /** Of the mock's clock. */
  readonly nowMs: () => number;
  /** Asks for systems, scopes and faults again, now. */
  readonly refresh: () => Promise<void>;
  readonly look: (at: { readonly system?: string; readonly scope?: string }) => void;
  /** Says something that goes away by itself. */
  readonly say: (text: string, tone?: 'good' | 'bad') => void;
  /** Does something that the API may refuse; the person is told. @returns whether it was done */
  readonly attempt: (work: () => Promise<unknown>, done?: string) => Promise<boolean>;
  /** Told when systems, scopes or faults were asked for again. @returns ends it */
  readonly onRefresh: (listener: () => void) => () => void;
}

/** One part of the page, while it is shown. */
export interface View {
  readonly element: HTMLElement;
  /** It is shown no more. */
  readonly close?: () => void;
}

/** Makes a part of the page. @param rest - what stands behind its name in the address, decoded */
export type ViewMaker = (app: App, rest: readonly string[]) => View;

/**
 * The system and scope of a call of the API.
 *
 * @param system - another than the one that is looked at
 */
export function aboutOf(app: App, system: string = app.system()): About {
  return { system: system === '' ? '*' : system, scope: app.scope() === '' ? undefined : app.scope() };
}

/**
 * The system that something is done to: the one that is looked at, else the first that can.
 *
 * @param can - whether it can be done to a system
 */
export function systemFor(app: App, can: (system: System) => boolean): System | undefined {
  const chosen = app.systems().find(({ name }) => name === app.system());
  return chosen !== undefined && can(chosen) ? chosen : app.systems().find(can);
}
