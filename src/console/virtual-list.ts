import { el } from './dom.js';

/** A list of which only what is seen stands in the page. */
export interface VirtualList {
  readonly element: HTMLElement;
  /**
   * Shows these, first at the top.
   *
   * @param count - how many there are
   * @param addedCount - how many of them are new at the top: what the person looks at stays where it is
   */
  update(count: number, addedCount?: number): void;
  /** Rows are made again, though their number is the same. */
  redraw(): void;
}

/**
 * An empty list.
 *
 * @param label - for who hears the page
 * @param row - the row of an index, 0 at the top; has one link or button
 */
export function createVirtualList(label: string, row: (index: number) => HTMLElement): VirtualList {
  const inner = el('div', { class: 'virtual-inner', role: 'list', 'aria-label': label });
  const element = el('div', { class: 'virtual' }, inner);
  let count = 0;
  let drawn = { first: -1, last: -1, count: -1 };
  const draw = (): void => {
    const first = Math.max(0, Math.floor(element.scrollTop / ROW_PX) - MARGIN_COUNT);
    const last = Math.min(count, Math.ceil((element.scrollTop + Math.max(element.clientHeight, ROW_PX)) / ROW_PX) + MARGIN_COUNT);
    if (drawn.first === first && drawn.last === last && drawn.count === count) return;
    drawn = { first, last, count };
    const focused = inner.contains(document.activeElement) ? document.activeElement?.getAttribute('data-row') : undefined;
    inner.style.height = `${count * ROW_PX}px`;
    const rows: HTMLElement[] = [];
    for (let index = first; index < last; index += 1) {
      const made = row(index);
      made.style.top = `${index * ROW_PX}px`;
      made.setAttribute('role', 'listitem');
      made.setAttribute('aria-setsize', String(count));
      made.setAttribute('aria-posinset', String(index + 1));
      rows.push(made);
    }
    inner.replaceChildren(...rows);
    if (focused) inner.querySelector<HTMLElement>(`[data-row="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };
  let isPlanned = false;
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      draw();
    });
  };
  element.addEventListener('scroll', plan, { passive: true });
  new ResizeObserver(plan).observe(element);
  element.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = document.activeElement?.closest('[role=listitem]');
    if (step === undefined || at === null || at === undefined) return;
    const index = Number(at.getAttribute('aria-posinset')) - 1 + step;
    if (index < 0 || index >= count) return;
    event.preventDefault();
    const top = index * ROW_PX;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW_PX > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW_PX - element.clientHeight;
    draw();
    inner.querySelector<HTMLElement>(`[aria-posinset="${index + 1}"] a`)?.focus();
  });
  return {
    element,
    update: (nextCount, addedCount = 0) => {
      count = nextCount;
      drawn = { ...drawn, count: -1 };
      inner.style.height = `${count * ROW_PX}px`;
      if (addedCount > 0 && element.scrollTop > ROW_PX / 2) element.scrollTop += addedCount * ROW_PX;
      plan();
    },
    redraw: () => {
      drawn = { ...drawn, count: -1 };
      plan();
    },
  };
}

const ROW_PX = 40;
const MARGIN_COUNT = 6;
