import { createId } from '../../lib/id.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { encodeContent, type WireContent } from '../../protocol/content.js';
import { HummerError, inputError, toHummerError } from '../../protocol/errors.js';
import type { AttributeMap, OutgoingMessage, PublishResult } from '../../protocol/rooms.js';
import type { EntityTable } from '../../store/entityTable.js';
import {
  EMPTY_LOG,
  encodeData,
  outgoingRow,
  putRow,
  removeRow,
  updateRow,
  type MessageLog,
} from '../../store/messageLog.js';
import type { RoomMessage } from '../../store/state.js';
import { checkMap, checkString } from '../check.js';
import type { MessageActions, SendOptions } from '../internals.js';

export interface MessagePorts {
  readonly table: EntityTable<MessageLog>;
  /** The logs that show these messages; the first shows them all. */
  logs(): readonly string[];
  now(): number;
  /** Who sends; throws if nothing can be sent. */
  sender(): string;
  /** Through the outbox; resolves with null for an unreliable message that a newer one replaced. */
  transmit(message: OutgoingMessage, reliable: boolean): Promise<PublishResult | null>;
  apply(work: () => void): void;
}

/** How a message goes out. */
export interface PublishOptions {
  readonly type: string;
  readonly appExtras?: AttributeMap | null | undefined;
  readonly reliable?: boolean | undefined;
}

/** Sends messages and shows them: each is one row from 'sending' to 'sent' or 'failed'. */
export class Messages implements MessageActions {
  readonly #ports: MessagePorts;

  constructor(ports: MessagePorts) {
    this.#ports = ports;
  }

  readonly send = async (data: unknown, options: SendOptions = {}): Promise<void> => {
    const isBytes = ArrayBuffer.isView(data);
    let content: WireContent;
    try {
      content = encodeData(data);
    } catch (cause) {
      throw inputError('data', `data must be JSON or a Uint8Array: ${toHummerError(cause).message}`, data);
    }
    await this.publish(content, { type: isBytes ? 'bytes' : 'json', ...options });
  };

  readonly retry = async (id: string): Promise<void> => {
    const row = this.#row(id);
    if (row?.status !== 'failed') {
      throw new HummerError(HummerErrorCode.NOT_FOUND, 'Only a failed message can be sent again.', {
        context: { type: 'input', field: 'id' },
      });
    }
    const { type, bytes, appExtras } = row;
    this.#change((log) => updateRow(log, id, { status: 'sending', error: null }));
    await this.#deliver({ clientMsgId: id, type, ...encodeContent(bytes), appExtras });
  };

  readonly discard = (id: string): void => {
    if (this.#row(id)?.status === 'failed') this.#change((log) => removeRow(log, id));
  };

  async publish(content: WireContent, options: PublishOptions): Promise<PublishResult | null> {
    const { type, appExtras, reliable = true } = options;
    checkString('type', type);
    if (appExtras != null) checkMap('appExtras', appExtras);
    const fromUid = this.#ports.sender();
    const message: OutgoingMessage = {
      clientMsgId: createId(),
      type,
      ...content,
      ...(appExtras && { appExtras }),
    };
    if (!reliable) return this.#ports.transmit(message, false);
    const row = outgoingRow(message, fromUid, this.#ports.now());
    this.#change((log) => putRow(log, row));
    return this.#deliver(message);
  }

  async #deliver(message: OutgoingMessage): Promise<PublishResult | null> {
    const { clientMsgId } = message;
    try {
      const result = await this.#ports.transmit(message, true);
      if (result) {
        const { seq, serverTime } = result;
        this.#change((log) => updateRow(log, clientMsgId, { status: 'sent', seq, serverTime }));
      }
      return result;
    } catch (cause) {
      const error = toHummerError(cause);
      if (this.#row(clientMsgId)?.status === 'sending') {
        this.#change((log) => updateRow(log, clientMsgId, { status: 'failed', error }));
      }
      throw error;
    }
  }

  #row(id: string): RoomMessage | undefined {
    const [key = ''] = this.#ports.logs();
    const row = this.#ports.table.get(key)?.find((item) => item.id === id);
    return row?.kind === 'message' ? row : undefined;
  }

  #change(change: (log: MessageLog) => MessageLog): void {
    const { table, logs, apply } = this.#ports;
    apply(() => {
      for (const key of logs()) {
        const log = table.get(key) ?? EMPTY_LOG;
        const next = change(log);
        if (next !== log) table.set(key, next);
      }
    });
  }
}

/** Content of seed 000's calls, which take bytes. */
export function contentOf(content: unknown): WireContent {
  if (!ArrayBuffer.isView(content)) {
    throw inputError(
      'content',
      'content must be a Uint8Array: see Hummer.Utify.encodeStringToUtf8Bytes.',
      content,
    );
  }
  return encodeData(content);
}
