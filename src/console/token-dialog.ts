import { el } from './dom.js';
import { field } from './pieces.js';

/**
 * Asks for the token of the control API. It stays in this tab.
 *
 * @param isWrong - the one that was tried is not it
 */
export function askToken(isWrong: boolean): Promise<string> {
  return new Promise((resolve) => {
    const input = el('input', { type: 'password', autocomplete: 'off', required: true });
    const dialog = el(
      'dialog',
      { class: 'card', 'aria-labelledby': 'token-title', cancel: (event) => event.preventDefault() },
      el(
        'form',
        {
          method: 'dialog',
          submit: (event) => {
            event.preventDefault();
            dialog.close();
            dialog.remove();
            resolve(input.value.trim());
          },
        },
        el('h2', { id: 'token-title' }, 'This mock asks for its token'),
        el('p', { class: 'hint' }, 'Whoever started it chose it with --control-token. It is kept in this tab only, until you close it.'),
        isWrong && el('p', { class: 'note bad', role: 'alert' }, 'That was not it.'),
        field('Token', input),
        el('div', { class: 'actions' }, el('button', { type: 'submit', class: 'button primary' }, 'Open the console')),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
}
