import type { EngineStats, EngineStatsRow } from './MediaEngine.js';

/** A number of a row of statistics; 0 where the browser does not say. */
export function amount(row: EngineStatsRow | undefined, field: string): number {
  const value = row?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function rowsOf(stats: EngineStats | null, type: string): EngineStatsRow[] {
  return (stats ?? []).filter((row) => row.type === type);
}

/** The pair of addresses that packets take. */
export function selectedPair(stats: EngineStats | null): EngineStatsRow | undefined {
  const pairs = rowsOf(stats, 'candidate-pair');
  const [transport] = rowsOf(stats, 'transport');
  return (
    pairs.find(({ id }) => id === transport?.['selectedCandidatePairId']) ??
    pairs.find(
      (pair) => pair['selected'] === true || (pair['nominated'] === true && pair['state'] === 'succeeded'),
    )
  );
}

/** Counters as they were, so that what happened since can be told. */
export class Deltas {
  #before = new Map<string, Readonly<Record<string, number>>>();
  #now = new Map<string, Readonly<Record<string, number>>>();

  /** What each counter has grown by since the last round; null the first time, and after a counter began anew. */
  since<Name extends string>(
    key: string,
    counters: Readonly<Record<Name, number>>,
  ): Record<Name, number> | null {
    const before = this.#before.get(key) as Readonly<Record<Name, number>> | undefined;
    this.#now.set(key, counters);
    if (!before) return null;
    const names = Object.keys(counters) as Name[];
    const grown = names.map((name) => [name, counters[name] - before[name]] as const);
    // Lost packets may turn up after all; every other counter only grows.
    if (grown.some(([name, growth]) => growth < 0 && name !== 'lost')) return null;
    return Object.fromEntries(grown) as Record<Name, number>;
  }

  /** Ends a round: what was not counted in it is forgotten. */
  next(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}

/** In per cent, with one decimal. */
export function lossRate(grown: { packets: number; lost: number } | null): number {
  if (!grown) return 0;
  const lost = Math.max(0, grown.lost);
  const all = grown.packets + lost;
  return all > 0 ? Math.round((lost / all) * 1000) / 10 : 0;
}
