import { createId } from '../../lib/id.js';
import { NOT_FOUND } from '../../protocol/codes.js';
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
import type { MessageActions } from '../internals.js';

export interface MessagePorts {
  readonly table: EntityTable<MessageLog>;
  /** The logs that show these messages; the first shows them all. */
  readonly logs: () => readonly string[];
  readonly now: () => number;
  /** Who sends; throws if nothing can be sent. */
  readonly sender: () => string;
  /** Resolves with null for an unreliable message that a newer one replaced. */
  readonly transmit: (message: OutgoingMessage, reliable: boolean) => Promise<PublishResult | null>;
  readonly apply: (work: () => void) => void;
}

/** How a message goes out. */
export interface PublishOptions {
  readonly type: string;
  readonly appExtras?: AttributeMap | null | undefined;
  readonly reliable?: boolean | undefined;
}

/** Sends messages and shows them: each is one row from 'sending' to 'sent' or 'failed'. */
export interface Messages extends MessageActions {
  publish(content: WireContent, options: PublishOptions): Promise<PublishResult | null>;
}

export function createMessages({ table, logs, now, sender, transmit, apply }: MessagePorts): Messages {
  function find(id: string): RoomMessage | undefined {
    const [key = ''] = logs();
    const row = table.get(key)?.find((item) => item.id === id);
    return row?.kind === 'message' ? row : undefined;
  }

  function change(next: (log: MessageLog) => MessageLog): void {
    apply(() => {
      for (const key of logs()) {
        const log = table.get(key) ?? EMPTY_LOG;
        const changed = next(log);
        if (changed !== log) table.set(key, changed);
      }
    });
  }

  async function deliver(message: OutgoingMessage): Promise<PublishResult | null> {
    const id = message.clientMsgId;
    try {
      const result = await transmit(message, true);
      if (result) {
        const { seq, serverTime } = result;
        change((log) => updateRow(log, id, { status: 'sent', seq, serverTime }));
      }
      return result;
    } catch (cause) {
      const error = toHummerError(cause);
      if (find(id)?.status === 'sending') change((log) => updateRow(log, id, { status: 'failed', error }));
      throw error;
    }
  }

  const publish: Messages['publish'] = async (content, { type, appExtras, reliable = true }) => {
    checkString('type', type);
    if (appExtras != null) checkMap('appExtras', appExtras);
    const fromUid = sender();
    const message = { clientMsgId: createId(), type, ...content, ...extras(appExtras) };
    if (!reliable) return transmit(message, false);
    const row = outgoingRow(message, fromUid, now());
    change((log) => putRow(log, row));
    return deliver(message);
  };

  return {
    publish,
    async send(data, options) {
      const { type = ArrayBuffer.isView(data) ? 'bytes' : 'json', ...others } = options ?? {};
      await publish(contentOf('data', data), { type, ...others });
    },
    async retry(id) {
      const row = find(id);
      if (row?.status !== 'failed') {
        throw new HummerError(NOT_FOUND, 'Only a failed message can be sent again.', {
          context: { type: 'input', field: 'id' },
        });
      }
      const { type, bytes, appExtras } = row;
      change((log) => updateRow(log, id, { status: 'sending', error: null }));
      await deliver({ clientMsgId: id, type, ...encodeContent(bytes), ...extras(appExtras) });
    },
    discard(id) {
      if (find(id)?.status === 'failed') change((log) => removeRow(log, id));
    },
  };
}

/** Absent if there are none: a message that is sent again must be the same to the letter. */
function extras(appExtras: AttributeMap | null | undefined): { appExtras?: AttributeMap } {
  return appExtras && Object.keys(appExtras).length > 0 ? { appExtras } : {};
}

function contentOf(field: string, data: unknown): WireContent {
  try {
    return encodeData(data);
  } catch (cause) {
    throw inputError(field, `${field} must be JSON or a Uint8Array: ${toHummerError(cause).message}`, data);
  }
}

/** Content of seed 000's calls, which take bytes. */
export function contentOfBytes(content: unknown): WireContent {
  if (ArrayBuffer.isView(content)) return encodeData(content);
  throw inputError(
    'content',
    'content must be a Uint8Array: see Hummer.Utify.encodeStringToUtf8Bytes.',
    content,
  );
}
