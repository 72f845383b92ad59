import type { FindingList } from './finding-list.js';
import type { PageTools } from './page-tools.js';

/**
 * Brings the page to life: filters, links to findings, keys, copying, and the choice of light or dark. It stands in the page as text, so it uses nothing but what it is given and what a
 * browser has.
 *
 * @param tools - of the page
 * @param list - of the findings
 */
export function startPage(tools: PageTools, list: FindingList): void {
  const root = document.documentElement;

  const openLinked = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id.startsWith('m-')) list.open(id);
  };

  const startTheme = (): void => {
    const button = tools.one('#theme', HTMLButtonElement);
    const themes = ['auto', 'light', 'dark'];
    // Where storage is refused (some browsers, for files) the choice lasts as long as the page.
    const stored = ((): string | null => {
      try {
        return localStorage.getItem('mortise-theme');
      } catch {
        return null;
      }
    })();
    const set = (theme: string): void => {
      root.dataset['theme'] = theme;
      button.textContent = `Theme: ${theme}`;
      try {
        localStorage.setItem('mortise-theme', theme);
      } catch {
        button.title = 'This browser does not remember it';
      }
    };
    set(stored !== null && themes.includes(stored) ? stored : 'auto');
    button.addEventListener('click', () => set(themes[(themes.indexOf(root.dataset['theme'] ?? '') + 1) % themes.length] ?? 'auto'));
  };

  const copy = (button: HTMLButtonElement): void => {
    const code = button.parentElement?.querySelector('code');
    if (code === null || code === undefined) return;
    navigator.clipboard.writeText(code.textContent ?? '').then(
      () => {
        button.textContent = 'Copied';
      },
      () => {
        // Not allowed here: what is selected can be copied by hand.
        getSelection()?.selectAllChildren(code);
        button.textContent = 'Selected';
      },
    );
  };

  const follow = (link: HTMLElement): void => {
    const { filterPair, filterPart, filterText } = link.dataset;
    list.only({ pair: filterPair, part: filterPart, text: filterText });
  };

  const step = (by: number): void => {
    const summaries = [...document.querySelectorAll<HTMLElement>('#finding-list > details > summary')];
    const current = summaries.findIndex(
      (summary) => summary === document.activeElement || summary.parentElement?.contains(document.activeElement) === true,
    );
    const next = summaries[current === -1 ? 0 : Math.min(summaries.length - 1, Math.max(0, current + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };

  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const button = target?.closest('button.copy');
    if (button instanceof HTMLButtonElement) copy(button);
    const link = target?.closest('[data-filter-pair], [data-filter-part], [data-filter-text]');
    if (link instanceof HTMLElement) follow(link);
  });
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof HTMLElement && target.closest('input, select, textarea') !== null) {
      if (key === 'Escape') target.blur();
      return;
    }
    if (key === 'j') step(1);
    else if (key === 'k') step(-1);
    else if (key === '/') {
      event.preventDefault();
      tools.one('#filter-text', HTMLInputElement).focus();
    }
  });
  addEventListener('hashchange', openLinked);
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

  root.classList.add('live');
  startTheme();
  list.refresh();
  openLinked();
}
