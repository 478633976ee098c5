import type { EntityTable } from '../store/entityTable.js';
import type { Hummer } from './hummer.js';
import type { HummerInternals } from './internals.js';

/** Changes are shown together that come within this time, in ms: a snapshot of everything is work. */
const PAUSE = 100;

/** The Redux DevTools extension, as far as it is needed to show what a client knows. */
interface Extension {
  connect(options: { name: string }): {
    init(state: unknown): void;
    send(action: { type: string }, state: unknown): void;
  };
}

/**
 * Shows all that a client knows, and what came over the wire, in the browser's Redux DevTools; where there are none nothing
 * happens. It looks only: travelling back in time would leave the server behind. It ends with `signal`.
 */
export function showInDevtools(
  hummer: Hummer,
  { appid, store, clock }: HummerInternals,
  signal: AbortSignal,
): void {
  const { __REDUX_DEVTOOLS_EXTENSION__: extension } = globalThis as {
    __REDUX_DEVTOOLS_EXTENSION__?: Extension;
  };
  if (!extension || signal.aborted) return;
  const view = extension.connect({ name: `hummer ${String(appid)}` });
  let looked = clock.now();
  let cancel: (() => void) | null = null;
  const show = (): void => {
    cancel = null;
    const snapshot = hummer.inspect();
    // What came over the wire meanwhile is why it changed; else it was a call of the app.
    const events = new Set(snapshot.events.filter(({ at }) => at > looked).map(({ event }) => event));
    looked = clock.now();
    view.send({ type: [...events].join(', ') || 'local' }, snapshot);
  };
  const changed = (): void => {
    cancel ??= clock.setTimeout(show, PAUSE);
  };
  view.init(hummer.inspect());
  const tables = Object.values(store).filter(isTable);
  const stops = [store.session.subscribe(changed), ...tables.map((table) => table.watch('', changed))];
  signal.addEventListener('abort', () => {
    cancel?.();
    for (const stop of stops) stop();
  });
}

function isTable(part: object): part is EntityTable<unknown> {
  return 'watch' in part;
}
