import type { PartState } from './partProps.js';

/**
 * State as `data-*` attributes: true is `"true"`, false and absent values leave the attribute out, so that both
 * `[data-speaking]` and `[data-speaking="true"]` select.
 */
export function stateAttributes(state: PartState): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined || value === null || value === false) continue;
    attributes[`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = String(value);
  }
  return attributes;
}
