import type { MessageWay, Overtaking } from '../fault.js';
import { faultKind } from '../fault-kind.js';
import { choiceOf, DURATION, msOf, numberOf, settingsSchema, wholeNumber } from '../setting.js';
import { WAY_SETTINGS, wayFrom } from './way.js';

interface ReorderSettings {
  readonly way: MessageWay;
  readonly overtaken: Overtaking;
}

/** The message that is held back is still to be overtaken by so many, unless it was let go by the clock. */
interface ReorderState {
  readonly openCount: number;
  readonly heldUntilMs: number;
}

/** A message is held back until others went by; which of them are held is decided here, the holding is done where messages flow. */
export const reorder = faultKind<ReorderSettings, ReorderState>({
  kind: 'reorder',
  group: 'message',
  summary: 'One message in turn is overtaken by as many others as its depth says, of its channel or its key',
  schema: settingsSchema({
    ...WAY_SETTINGS,
    within: { enum: ['channel', 'key'] },
    depth: wholeNumber(1, 1_000),
    atMost: DURATION,
  }),
  settingsFrom: (json) => ({
    way: wayFrom(json),
    overtaken: {
      within: choiceOf(json['within'], ['channel', 'key']),
      byCount: numberOf(json['depth'], 1),
      atMostMs: msOf(json['atMost'], 1_000),
    },
  }),
  initialState: () => ({ openCount: 0, heldUntilMs: Number.NEGATIVE_INFINITY }),
  scopeFrom: ({ overtaken }) => overtaken.within,
  wayOf: ({ way }) => way,
  onMessage: ({ settings: { overtaken }, state, message: { content }, nowMs }) => {
    if (state.openCount > 0 && nowMs < state.heldUntilMs)
      return { state: { ...state, openCount: state.openCount - 1 }, effect: { kind: 'pass' } };
    return {
      state: { openCount: overtaken.byCount, heldUntilMs: nowMs + overtaken.atMostMs },
      effect: { kind: 'passages', passages: [{ content, delayMs: 0, overtaken }] },
    };
  },
});
