import type { FindingView } from '../finding-view.js';
import type { CauseGroup, FindingTrees } from './finding-trees.js';
import type { PageTools } from './page-tools.js';

/** The list of findings, filtered. */
export interface FindingList {
  /** Shows what the filters let through, from the first. */
  refresh(): void;
  /** Shows only findings of a pair or a part. */
  only(filter: { readonly pair?: string | undefined; readonly part?: string | undefined; readonly text?: string | undefined }): void;
  /** Opens the finding of that id, whatever the filters say; `false` when the page does not have it. */
  open(id: string): boolean;
}

/**
 * The list of findings: only what is looked at is in the document. It stands in the page as text, so it uses nothing but what it is given and what a browser has.
 *
 * @param tools - of the page
 * @param trees - how findings look
 */
export function findingList(tools: PageTools, trees: FindingTrees): FindingList {
  const pageSize = 40;
  const views = tools.views();
  const list = tools.one('#finding-list', HTMLElement);
  const told = tools.one('#finding-count', HTMLElement);
  const more = tools.one('#finding-more', HTMLButtonElement);
  const search = tools.one('#filter-text', HTMLInputElement);
  const severity = tools.one('#filter-severity', HTMLSelectElement);
  const part = tools.one('#filter-part', HTMLSelectElement);
  const pair = tools.one('#filter-pair', HTMLSelectElement);
  const isNew = tools.one('#filter-new', HTMLInputElement);
  const haystacks = new Map<FindingView, string>();
  let groups: readonly CauseGroup[] = [];
  let shownCount = 0;

  const haystackOf = (view: FindingView): string => {
    const known = haystacks.get(view);
    if (known !== undefined) return known;
    const text = [
      view.id,
      view.code,
      view.title,
      view.operation,
      view.pair,
      view.place,
      view.expected,
      view.seen,
      view.scenario,
      view.request,
    ]
      .join('\n')
      .toLowerCase();
    haystacks.set(view, text);
    return text;
  };

  const isWanted = (view: FindingView): boolean => {
    if (severity.value !== '' && view.severity !== severity.value) return false;
    if (part.value !== '' && view.part !== part.value) return false;
    if (pair.value !== '' && view.pair !== pair.value) return false;
    if (isNew.checked && !view.marks.includes('new')) return false;
    const words = search.value.toLowerCase().split(/\s+/);
    return words.every((word) => word === '' || haystackOf(view).includes(word));
  };

  const fill = (body: Element, group: CauseGroup, from: number): void => {
    const next = group.views.slice(from, from + pageSize);
    body.append(tools.node(next.map(trees.finding)));
    const left = group.views.length - from - next.length;
    if (left <= 0) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `Show ${Math.min(left, pageSize)} more of this cause`;
    button.addEventListener('click', () => {
      button.remove();
      fill(body, group, from + pageSize);
    });
    body.append(button);
  };

  const groupNode = (group: CauseGroup): HTMLDetailsElement => {
    const element = tools.node(trees.group(group, []));
    if (!(element instanceof HTMLDetailsElement)) throw new Error('a cause is a details element');
    const body = element.querySelector('.cause-findings');
    element.addEventListener('toggle', () => {
      if (element.open && body !== null && body.childElementCount === 0) fill(body, group, 0);
    });
    return element;
  };

  const showMore = (): void => {
    const next = groups.slice(shownCount, shownCount + pageSize);
    list.append(...next.map(groupNode));
    shownCount += next.length;
    more.hidden = shownCount >= groups.length;
    more.textContent = `Show more (${groups.length - shownCount} causes left)`;
  };

  const showGroups = (wanted: readonly CauseGroup[], count: number): void => {
    groups = wanted;
    shownCount = 0;
    list.replaceChildren();
    showMore();
    const causes = `${wanted.length} cause${wanted.length === 1 ? '' : 's'}`;
    told.textContent =
      views.length === 0
        ? ''
        : `${count === views.length ? '' : `${count} of `}${views.length} finding${views.length === 1 ? '' : 's'}, ${causes}`;
  };

  const refresh = (): void => {
    const wanted = views.filter(isWanted);
    showGroups(trees.groupsOf(wanted), wanted.length);
  };

  more.addEventListener('click', showMore);
  new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting) && !more.hidden) showMore();
  }).observe(more);
  search.addEventListener('input', refresh);
  for (const control of [severity, part, pair, isNew]) control.addEventListener('change', refresh);

  return {
    refresh,
    only: ({ pair: ofPair = '', part: ofPart = '', text = '' }) => {
      severity.value = '';
      isNew.checked = false;
      search.value = text;
      pair.value = ofPair;
      part.value = ofPart;
      refresh();
    },
    open: (id) => {
      const view = views.find((one) => one.id === id);
      if (view === undefined) return false;
      if (!isWanted(view)) for (const control of [search, severity, part, pair]) control.value = '';
      if (!isWanted(view)) isNew.checked = false;
      const wanted = views.filter(isWanted);
      // It stands first among its own and among all, so that it is there however many there are.
      const own = trees
        .groupsOf(wanted)
        .map((group) => (group.cause === view.cause ? { ...group, views: [view, ...group.views.filter((one) => one !== view)] } : group));
      showGroups([...own.filter(({ cause }) => cause === view.cause), ...own.filter(({ cause }) => cause !== view.cause)], wanted.length);
      const [group] = groups;
      const element = list.firstElementChild;
      const body = element?.querySelector('.cause-findings');
      if (group === undefined || !(element instanceof HTMLDetailsElement) || body === null || body === undefined) return false;
      fill(body, group, 0);
      element.open = true;
      element.scrollIntoView({ block: 'start' });
      element.querySelector('summary')?.focus({ preventScroll: true });
      return true;
    },
  };
}
