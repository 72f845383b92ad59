import type { Event, ScalarEvent } from 'js-yaml';
import { EVENT_ID, getScalarValue, SCALAR_STYLE, YAMLException } from 'js-yaml';
import type { PointerTree } from './pointer-tree.js';
import { yamlEvents } from './yaml-events.js';

/** A mapping or sequence the walk is inside of. */
interface Frame {
  /** `undefined` when no pointer enters it. */
  readonly tree: PointerTree | undefined;
  readonly kind: 'mapping' | 'sequence' | 'document' | 'key';
  /** In a mapping: whether the next node is a key. */
  expectsKey: boolean;
  /** In a mapping: the subtree of the key just read. */
  member: PointerTree | undefined;
  /** In a sequence: the index of the next item. */
  index: number;
}

/**
 * Fills in the offsets of the pointers that a YAML text has. What stands behind an alias has the place of the alias.
 *
 * @param text - of a document
 * @param tree - takes the offsets
 * @returns false when the text is not YAML; no offset is set then
 */
export function offsetsInYaml(text: string, tree: PointerTree): boolean {
  const events = eventsOf(text);
  if (events === undefined) return false;
  const frames: Frame[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) frames.pop();
    else if (event.type === EVENT_ID.DOCUMENT) frames.push(frameOf(tree, 'document'));
    else enterNode(frames, event, text);
  }
  return true;
}

type NodeEvent = Exclude<Event, { type: typeof EVENT_ID.POP } | { type: typeof EVENT_ID.DOCUMENT }>;

function eventsOf(text: string): readonly Event[] | undefined {
  try {
    return yamlEvents(text);
  } catch (error) {
    if (error instanceof YAMLException || error instanceof RangeError) return undefined;
    throw error;
  }
}

function enterNode(frames: Frame[], event: NodeEvent, text: string): void {
  const frame = frames.at(-1);
  if (frame === undefined) return;
  const isKey = frame.kind === 'mapping' && frame.expectsKey;
  const below = isKey ? keyTree(frame, event, text) : valueTree(frame, event, text);
  const opened = isKey ? undefined : below;
  if (event.type === EVENT_ID.MAPPING) frames.push(frameOf(opened, 'mapping'));
  if (event.type === EVENT_ID.SEQUENCE) frames.push(frameOf(opened, 'sequence'));
}

function frameOf(tree: PointerTree | undefined, kind: Frame['kind']): Frame {
  return { tree, kind, expectsKey: kind === 'mapping', member: undefined, index: 0 };
}

function keyTree(frame: Frame, event: NodeEvent, text: string): undefined {
  frame.expectsKey = false;
  frame.member = event.type === EVENT_ID.SCALAR && frame.tree !== undefined ? frame.tree.children.get(keyOf(event, text)) : undefined;
  if (frame.member !== undefined) frame.member.offset = offsetOf(event, text);
  return undefined;
}

/** A key of no characters (`: value`) has no offsets. */
function keyOf(event: ScalarEvent, text: string): string {
  return event.valueStart < 0 ? 'null' : getScalarValue(text, event);
}

function valueTree(frame: Frame, event: NodeEvent, text: string): PointerTree | undefined {
  if (frame.kind === 'mapping') {
    frame.expectsKey = true;
    return frame.member;
  }
  const below = frame.kind === 'document' ? frame.tree : frame.tree?.children.get(String(frame.index));
  frame.index += 1;
  if (below !== undefined) below.offset = offsetOf(event, text);
  return below;
}

/** Where a person sees the node begin: at its anchor or tag, its quote, or the `|` of its block. */
function offsetOf(event: NodeEvent, text: string): number {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  const start = event.type === EVENT_ID.SCALAR ? scalarStart(event, text) : event.start;
  const properties = [event.anchorStart - 1, event.tagStart].filter((offset) => offset >= 0);
  return Math.max(0, Math.min(start, ...properties));
}

function scalarStart(event: ScalarEvent, text: string): number {
  const { valueStart, style } = event;
  if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
  if (style !== SCALAR_STYLE.LITERAL_BLOCK && style !== SCALAR_STYLE.FOLDED_BLOCK) return valueStart;
  const header = /[|>][^\n|>]*\r?\n?\s*$/.exec(text.slice(Math.max(0, valueStart - 200), valueStart));
  return header === null ? valueStart : Math.max(0, valueStart - 200) + header.index;
}
