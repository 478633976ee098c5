import { isLesser } from '../../protocol/pictureSizes.js';
import type { RemoteProducer } from './Roster.js';

/** What of a video an app asked for. */
export interface VideoChoice {
  /** The largest picture that there is. */
  readonly best: boolean;
  /** Of what the stream's producers offer, each by itself. */
  readonly resolutionIds: readonly string[];
  /** No picture of fewer lines, where the size follows the page. */
  readonly minLines?: number | undefined;
}

/** A size of one producer's picture that is received by itself; null: in whatever layer the page needs. */
export type Size = string | null;

/** Of a camera in two producers the smaller picture, which is received on request only. */
export function isSecond(producer: RemoteProducer, all: readonly RemoteProducer[]): boolean {
  const siblings = all.filter(({ kind, source }) => kind === 'video' && source === 'camera');
  return siblings.includes(producer) && isLesser(producer, siblings);
}

/** What is received of one of a stream's video producers. A choice that the stream no longer offers is the best. */
export function sizesOf(
  producer: RemoteProducer,
  all: readonly RemoteProducer[],
  { best, resolutionIds }: VideoChoice,
): Size[] {
  const ids = all.flatMap(({ resolutions }) => resolutions.map(({ resolutionId }) => resolutionId));
  const isOffered = resolutionIds.some((id) => ids.includes(id));
  const own = producer.resolutions
    .map(({ resolutionId }) => resolutionId)
    .filter((id) => resolutionIds.includes(id));
  if ((isOffered && !best) || isSecond(producer, all)) return own;
  return [null, ...own.filter((id) => id !== topOf(producer))];
}

/** The size of a producer that is received where no layer is named. */
export function topOf({ resolutions }: Pick<RemoteProducer, 'resolutions'>): string | undefined {
  return resolutions.at(-1)?.resolutionId;
}

/** The lowest layer with so many lines; the best if none has. */
export function layerOfLines({ resolutions }: RemoteProducer, lines: number): number {
  const layer = resolutions.findIndex(({ width, height }) => Math.min(width, height) >= lines);
  return layer < 0 ? Math.max(0, resolutions.length - 1) : layer;
}

/** More of a stream: without ids the best. */
export function choiceWith(
  before: VideoChoice = { best: false, resolutionIds: [] },
  ids: readonly string[],
): VideoChoice {
  if (ids.length === 0) return { ...before, best: true };
  return { ...before, resolutionIds: [...new Set([...before.resolutionIds, ...ids])] };
}

/** Less of a stream; null: nothing. `largest` is the id of the best. */
export function choiceWithout(
  before: VideoChoice | undefined,
  ids: readonly string[],
  largest: string | undefined,
): VideoChoice | null {
  if (!before || ids.length === 0) return null;
  const resolutionIds = before.resolutionIds.filter((id) => !ids.includes(id));
  const best = before.best && !ids.some((id) => id === largest);
  return best || resolutionIds.length > 0 ? { ...before, best, resolutionIds } : null;
}
