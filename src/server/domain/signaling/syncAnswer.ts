import type { InvitationLimits } from '../../../protocol/limits.js';
import type { WireInvitation } from '../../../protocol/signaling.js';
import { bytesOf, type InvitationRecord } from '../../ports/InvitationStore.js';
import { partiesOf } from './invitation.js';

/** What a device is told that asks how things stand: only what its user may know, each once, and no more than fits. */
export class SyncAnswer {
  readonly #uid: string;
  readonly #limits: Pick<InvitationLimits, 'syncEntries' | 'syncBytes'>;
  readonly #found = new Map<string, InvitationRecord>();
  #bytes = 0;

  constructor(uid: string, limits: Pick<InvitationLimits, 'syncEntries' | 'syncBytes'>) {
    this.#uid = uid;
    this.#limits = limits;
  }

  takes(record: InvitationRecord): boolean {
    const { syncEntries, syncBytes } = this.#limits;
    return (
      partiesOf(record).includes(this.#uid) &&
      !this.#found.has(record.invitation.inviteID) &&
      this.#found.size < syncEntries &&
      (this.#found.size === 0 || this.#bytes + bytesOf(record) <= syncBytes)
    );
  }

  add(record: InvitationRecord): void {
    this.#found.set(record.invitation.inviteID, record);
    this.#bytes += bytesOf(record);
  }

  get invitations(): WireInvitation[] {
    return [...this.#found.values()].map(({ invitation }) => invitation);
  }
}
