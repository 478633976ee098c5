/** What a part's state may hold. */
type StateValue = string | number | boolean | null | undefined;

/**
 * State as `data-*` attributes: true is `"true"`, false and absent values leave the attribute out, so that both
 * `[data-speaking]` and `[data-speaking="true"]` select.
 */
export function stateAttributes(state: object): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(state) as [string, StateValue][]) {
    if (value === undefined || value === null || value === false) continue;
    attributes[`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = String(value);
  }
  return attributes;
}
