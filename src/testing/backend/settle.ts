import { macrotask, pause } from './controlledClock.js';

/** Turns without anything under way before it is believed: client code may await a few things of its own. */
const CALM_TURNS = 3;
/** Most of what happens takes no more turns than this. */
const QUICK_TURNS = 30;
/** What takes longer is work of the machine (hashes). A request that waits for a timer never ends by waiting. */
const MOST_PAUSES = 500;

/** Waits until nothing more happens without time passing. */
export async function settleWhile(quiet: () => boolean): Promise<void> {
  let calm = 0;
  for (let turn = 0; turn < QUICK_TURNS + MOST_PAUSES && calm < CALM_TURNS; turn++) {
    await (turn < QUICK_TURNS ? macrotask() : pause());
    calm = quiet() ? calm + 1 : 0;
  }
}
