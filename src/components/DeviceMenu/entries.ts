/** Everything in a menu that the arrow keys reach, in order. */
export function entriesOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

/** Where a key leads from an entry, by the menu pattern of WAI-ARIA; undefined for a key that leads nowhere. */
export function entryAfter(
  entries: readonly HTMLElement[],
  from: Element | null,
  key: string,
): HTMLElement | undefined {
  const place = entries.findIndex((entry) => entry === from);
  switch (key) {
    case 'ArrowDown':
      return entries[(place + 1) % entries.length];
    case 'ArrowUp':
      return entries.at(place <= 0 ? -1 : place - 1);
    case 'Home':
      return entries[0];
    case 'End':
      return entries.at(-1);
    default:
      return key.length === 1 ? startingWith(entries, place, key) : undefined;
  }
}

/** The next entry, round the end, that begins with a letter. */
function startingWith(
  entries: readonly HTMLElement[],
  place: number,
  letter: string,
): HTMLElement | undefined {
  const inOrder = [...entries.slice(place + 1), ...entries.slice(0, place + 1)];
  const wanted = letter.toLocaleLowerCase();
  return inOrder.find((entry) => entry.textContent.trim().toLocaleLowerCase().startsWith(wanted));
}
