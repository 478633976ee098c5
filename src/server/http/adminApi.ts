import type { IncomingMessage, ServerResponse } from 'node:http';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { AdminDecoders } from '../../protocol/schemas/admin.js';
import type { Admin } from '../domain/admin.js';
import type { Region } from '../../protocol/regions.js';
import type { RoomKey } from '../ports/Store.js';
import { readJson, sendError, sendJson } from './respond.js';

/** Gives a media token of seed 003 for a room; absent without media. */
export type IssueMediaToken = (request: {
  appid: string;
  region: Region;
  roomId: string;
  username: string;
  role?: 0 | 2;
  host?: string;
  secure?: boolean;
}) => Promise<object>;

export interface AdminApiContext {
  admin: Admin;
  decoders: AdminDecoders;
  issueMediaToken: IssueMediaToken | null;
}

/** An action on a room: what comes in the body, what goes back. */
type Action = (room: RoomKey, body: Record<string, unknown>) => Promise<object>;

/**
 * The admin API under `/v1/apps/:appid` (SETTLED 27). `GET rooms`, `GET rooms/:roomId/members`, and `POST` to
 * `rooms/:roomId/` `kick {uid}`, `ban {uid, seconds}`, `dismiss`, `messages {type, content}`, `attributes {op, …, uid?}`,
 * `tokens {username, role?}`. Other regions than the default with `?region=`. The caller has been authorised.
 */
export function createAdminApi(context: AdminApiContext) {
  const { admin, decoders, issueMediaToken } = context;

  const reads: Record<string, (room: RoomKey) => Promise<object>> = {
    members: async (room) => ({ members: await admin.members(room) }),
  };
  const writes: Record<string, Action> = {
    async kick(room, body) {
      return { wasIn: await admin.kick(room, decoders.user(body).uid) };
    },
    async ban(room, body) {
      const { uid, seconds } = decoders.ban(body);
      return { wasIn: await admin.ban(room, uid, seconds) };
    },
    async dismiss(room) {
      return { uids: await admin.dismiss(room) };
    },
    messages: (room, body) =>
      admin.sendMessage(room, { clientMsgId: crypto.randomUUID(), ...decoders.message(body) }),
    async attributes(room, body) {
      const { uid, ...write } = decoders.write(body);
      if (uid === undefined) return admin.writeRoomAttributes(room, write);
      const result = await admin.writeUserAttributes(room, uid, write);
      if (result) return result;
      throw new HummerError(HummerErrorCode.NOT_FOUND, `${uid} is not in room ${room.roomId}.`);
    },
    async tokens({ appid, region, roomId }, body) {
      if (issueMediaToken) return issueMediaToken({ appid, region, roomId, ...decoders.token(body) });
      throw new HummerError(HummerErrorCode.NOT_FOUND, 'This server runs without media.');
    },
  };

  async function answer(request: IncomingMessage, url: URL): Promise<object | null> {
    const [, appid, collection, rawRoomId, action, ...more] = url.pathname.split('/').slice(2);
    if (!appid || collection !== 'rooms' || more.length > 0) return null;
    if (rawRoomId === undefined)
      return request.method === 'GET' ? { rooms: await admin.listRooms(appid) } : null;
    if (action === undefined) return null;
    const region = url.searchParams.get('region') ?? undefined;
    const room = {
      appid,
      ...decoders.room({ roomId: decodeURIComponent(rawRoomId), ...(region && { region }) }),
    };
    const table = request.method === 'GET' ? reads : request.method === 'POST' ? writes : {};
    const run = Object.hasOwn(table, action) ? table[action] : undefined;
    return run ? run(room, request.method === 'POST' ? await readJson(request) : {}) : null;
  }

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    try {
      const result = await answer(request, url);
      if (result) sendJson(response, 200, result);
      else
        sendError(response, 404, `There is no ${String(request.method)} ${url.pathname}: see the admin API.`);
    } catch (error) {
      if (error instanceof HummerError) sendError(response, statusOf(error), error.message, error.code);
      else if (error instanceof URIError) sendError(response, 400, 'The path is not well encoded.');
      else throw error;
    }
  };
}

function statusOf({ code }: HummerError): number {
  if (code === HummerErrorCode.NOT_FOUND) return 404;
  if (code === HummerErrorCode.MESSAGE_TOO_LARGE) return 413;
  return code >= HummerErrorCode.SERVER && code < HummerErrorCode.TOO_FREQUENT ? 500 : 400;
}
