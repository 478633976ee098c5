import { macrotask } from './controlledClock.js';

/** Turns without anything under way before it is believed: client code may await a few things of its own. */
const CALM_TURNS = 3;
/** A request that waits for a timer never ends by waiting: after so many turns time has to pass first. */
const MOST_TURNS = 200;

/** Waits until nothing more happens without time passing. */
export async function settleWhile(quiet: () => boolean): Promise<void> {
  let calm = 0;
  for (let turn = 0; turn < MOST_TURNS && calm < CALM_TURNS; turn++) {
    await macrotask();
    calm = quiet() ? calm + 1 : 0;
  }
}
