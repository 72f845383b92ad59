/** What stands inside of an element. */
export type Child = Node | string | number | undefined | false | readonly Child[];

/** Attributes by name; a function is told of the event of that name; `false` and `undefined` leave one out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/**
 * An element. Whatever it shows is text: nothing that a contract or a call holds becomes markup.
 *
 * @param tag - of HTML
 * @param attributes - `{ class: 'row', click: () => … }`
 * @param children - in their order
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'value' && 'value' in element) element.value = String(value) as never;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  addChildren(element, children);
  return element;
}

function addChildren(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (Array.isArray(child)) addChildren(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
}
