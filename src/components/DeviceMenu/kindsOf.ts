import type { DeviceKind } from '../../store/state.js';

const ALL: readonly DeviceKind[] = ['microphone', 'speaker', 'camera'];

/** What a menu offers: of one kind, of several, or all. */
export function kindsOf(kind: DeviceKind | readonly DeviceKind[] = ALL): readonly DeviceKind[] {
  return typeof kind === 'string' ? [kind] : kind;
}
