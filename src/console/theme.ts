import { el } from './dom.js';

/** Light, dark, or as the system has it; remembered in this browser. */
export function themeButton(): HTMLElement {
  const button = el('button', {
    type: 'button',
    class: 'button quiet theme',
    click: () => {
      const next = THEMES[(THEMES.findIndex(({ name }) => name === current()) + 1) % THEMES.length]?.name ?? 'auto';
      localStorage.setItem(THEME_KEY, next);
      apply();
    },
  });
  const apply = (): void => {
    const name = current();
    if (name === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = name;
    button.textContent = THEMES.find((theme) => theme.name === name)?.sign ?? '';
    button.setAttribute('aria-label', `Colours: ${name}. Change them`);
    button.title = `Colours: ${name}`;
  };
  apply();
  return button;
}

function current(): string {
  return localStorage.getItem(THEME_KEY) ?? 'auto';
}

const THEMES = [
  { name: 'auto', sign: '◐' },
  { name: 'light', sign: '☀' },
  { name: 'dark', sign: '☾' },
] as const;
const THEME_KEY = 'mortise-theme';
