import type { AttributeMap, RoomPush, RoomSnapshot } from '../../../src/protocol/rooms.js';

/** The state of a room as a client has it that knows only what it was sent. Throws where the sequence has a hole. */
export class RoomReader {
  readonly members = new Set<string>();
  readonly userAttributes = new Map<string, AttributeMap>();
  readonly messages: string[] = [];
  attributes: AttributeMap = {};
  epoch: string;
  seq: number;

  constructor(snapshot: RoomSnapshot) {
    this.epoch = snapshot.epoch;
    this.seq = snapshot.seq;
    this.attributes = snapshot.attributes.attributes;
    for (const { uid, attributes } of snapshot.members) {
      this.members.add(uid);
      this.userAttributes.set(uid, attributes);
    }
  }

  take(push: RoomPush): void {
    if (push.epoch !== this.epoch) throw new Error(`Epoch ${push.epoch} instead of ${this.epoch}.`);
    if (push.seq === null || push.seq <= this.seq) return;
    if (push.prevSeq !== this.seq) throw new Error(`A hole between ${this.seq} and ${String(push.prevSeq)}.`);
    this.seq = push.seq;
    switch (push.event) {
      case 'room:message':
        this.messages.push(push.data.content);
        break;
      case 'room:joined':
        for (const { uid, attributes } of push.data.members) {
          if (this.members.has(uid)) throw new Error(`${uid} joined twice.`);
          this.members.add(uid);
          this.userAttributes.set(uid, attributes);
        }
        break;
      case 'room:left':
        for (const { uid } of push.data.members) {
          if (!this.members.delete(uid)) throw new Error(`${uid} left without being there.`);
          this.userAttributes.delete(uid);
        }
        break;
      case 'room:attributesSet':
        this.attributes = push.data.attributes;
        break;
      case 'room:attributesAddedOrUpdated':
        this.attributes = { ...this.attributes, ...push.data.attributes };
        break;
      case 'room:userAttributesSet':
        if (!this.members.has(push.data.uid))
          throw new Error(`Attributes of ${push.data.uid}, who is not there.`);
        this.userAttributes.set(push.data.uid, push.data.attributes);
        break;
      default:
        throw new Error(`${push.event} is not used here.`);
    }
  }

  /** What can be compared with the server's view. */
  state(): object {
    return {
      seq: this.seq,
      members: [...this.members].sort(),
      attributes: this.attributes,
      userAttributes: Object.fromEntries([...this.userAttributes].sort(([a], [b]) => a.localeCompare(b))),
    };
  }
}
