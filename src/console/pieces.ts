import type { Child } from './dom.js';
import { el } from './dom.js';

/**
 * The head of a view: what it is, and what it is for.
 *
 * @param lead - one plain sentence
 * @param actions - at its end
 */
export function viewHead(title: string, lead: string, ...actions: readonly Child[]): HTMLElement {
  return el(
    'header',
    { class: 'view-head' },
    el('div', {}, el('h1', { tabindex: '-1' }, title), el('p', { class: 'lead' }, lead)),
    el('div', { class: 'actions' }, ...actions),
  );
}

/**
 * What stands where there is nothing yet: it says what to do.
 *
 * @param more - a command to copy, a button
 */
export function emptyState(title: string, text: string, ...more: readonly Child[]): HTMLElement {
  return el('div', { class: 'empty' }, el('h2', {}, title), el('p', {}, text), ...more);
}

/** A button. @param kind - `primary`, `danger`, `quiet` */
export function button(
  label: string,
  onClick: () => void,
  kind: 'plain' | 'primary' | 'danger' | 'quiet' = 'plain',
  more: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  return el('button', { type: 'button', class: `button ${kind}`, click: onClick, ...more }, label);
}

/** A field with its label above. */
export function field(label: string, control: HTMLElement, hint?: string): HTMLElement {
  const id = control.id === '' ? freshId() : control.id;
  control.id = id;
  const help = hint === undefined ? undefined : el('p', { class: 'hint', id: `${id}-hint` }, hint);
  if (help !== undefined) control.setAttribute('aria-describedby', help.id);
  return el('div', { class: 'field' }, el('label', { for: id }, label), control, help);
}

/** One of several. @param options - values with what is shown */
export function choice(
  options: readonly (readonly [value: string, text: string])[],
  value: string,
  onChange?: (value: string) => void,
): HTMLSelectElement {
  const select = el(
    'select',
    {},
    options.map(([one, text]) => el('option', { value: one, selected: one === value }, text)),
  );
  if (onChange !== undefined) select.addEventListener('change', () => onChange(select.value));
  return select;
}

/** The method of a call, in its colour. */
export function methodTag(method: string): HTMLElement {
  return el('span', { class: `method m-${method.toLowerCase()}` }, method);
}

/** The status of an answer in its colour, or what became of a call without one. */
export function statusTag(status: number | undefined, outcome: string): HTMLElement {
  const tone = status === undefined ? 'none' : `s${Math.floor(status / 100)}`;
  return el('span', { class: `status ${tone}` }, status === undefined ? (OUTCOMES[outcome] ?? outcome) : String(status));
}

const OUTCOMES: Readonly<Record<string, string>> = { aborted: 'left', refused: 'refused', reset: 'cut off', timedOut: 'no answer' };

/** A text to copy. */
export function copyButton(text: () => string, label = 'Copy'): HTMLButtonElement {
  const made = button(
    label,
    () => {
      navigator.clipboard.writeText(text()).then(
        () => {
          made.textContent = 'Copied';
          setTimeout(() => {
            made.textContent = label;
          }, 1_500);
        },
        () => {
          made.textContent = 'Select and copy by hand';
        },
      );
    },
    'quiet',
  );
  return made;
}

/** Text of a program, with its spaces. */
export function code(text: string, label: string): HTMLElement {
  return el('pre', { class: 'code', tabindex: '0', role: 'region', 'aria-label': label }, text);
}

/** JSON as a person reads it; what is none stays as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // What is no JSON is shown as it stands.
    return text;
  }
}

/** Sections of which one is shown. */
export function tabs(label: string, parts: readonly { readonly name: string; readonly make: () => HTMLElement }[]): HTMLElement {
  const group = freshId();
  const panel = el('div', { class: 'tab-panel', role: 'tabpanel', id: `${group}-panel`, tabindex: '0' });
  const buttons = parts.map(({ name }, index) =>
    el(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `${group}-${index}`,
        'aria-controls': panel.id,
        click: () => open(index),
        keydown: (event) => {
          const step = event instanceof KeyboardEvent ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] : undefined;
          if (step !== undefined) open((index + step + parts.length) % parts.length, true);
        },
      },
      name,
    ),
  );
  const open = (index: number, isFocused = false): void => {
    for (const [at, tab] of buttons.entries()) {
      tab.setAttribute('aria-selected', String(at === index));
      tab.tabIndex = at === index ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', `${group}-${index}`);
    panel.replaceChildren(parts[index]?.make() ?? '');
    if (isFocused) buttons[index]?.focus();
  };
  open(0);
  return el('div', { class: 'tabs' }, el('div', { role: 'tablist', class: 'tab-list', 'aria-label': label }, buttons), panel);
}

/** The time of day, with its fractions. */
export function clockText(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

let idCount = 0;

/** An id that no element has yet. */
export function freshId(): string {
  idCount += 1;
  return `x${idCount}`;
}
