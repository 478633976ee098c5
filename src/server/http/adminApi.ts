import type { IncomingMessage, ServerResponse } from 'node:http';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { MediaRole } from '../../protocol/media.js';
import type { Region } from '../../protocol/regions.js';
import type { AttributeWrite } from '../../protocol/rooms.js';
import type { Admin, AdminMessage, AdminRoom } from '../domain/admin.js';
import type { IssueMediaTokenRequest } from '../domain/media/nuveTokens.js';
import { readJson, sendError, sendJson } from './respond.js';

export interface AdminApiContext {
  admin: Admin;
  /** Gives a media token of seed 003; null without media. */
  issueMediaToken: ((request: IssueMediaTokenRequest) => Promise<object>) | null;
}

/** The body of a request. Nothing here is checked: the calls that get it check what they are given. */
interface Body {
  uid: string;
  seconds: number;
  role: MediaRole;
}

/** An action on a room: what comes in the body, what goes back. */
type Action = (room: AdminRoom, body: Body) => Promise<object>;

/**
 * The admin API under `/v1/apps/:appid` (SETTLED 27). `GET rooms`, `GET rooms/:roomId/members`, and `POST` to
 * `rooms/:roomId/` `kick {uid}`, `ban {uid, seconds}`, `role {uid, role}`, `dismiss`, `messages {type, content}`, `attributes {op, …, uid?}`,
 * `tokens {username, role?}`. Other regions than the default with `?region=`. The caller has been authorised.
 */
export function createAdminApi({ admin, issueMediaToken }: AdminApiContext) {
  const reads: Record<string, Action> = {
    members: async (room) => ({ members: await admin.members(room) }),
  };
  const writes: Record<string, Action> = {
    kick: async (room, { uid }) => ({ wasIn: await admin.kick(room, uid) }),
    ban: async (room, { uid, seconds }) => ({ wasIn: await admin.ban(room, uid, seconds) }),
    role: async (room, { uid, role }) => ({ wasIn: await admin.setRole(room, uid, role) }),
    dismiss: async (room) => ({ uids: await admin.dismiss(room) }),
    messages: (room, body) => admin.sendMessage(room, body as unknown as AdminMessage),
    async attributes(room, { uid, ...body }) {
      const write = body as unknown as AttributeWrite;
      // Without a uid in the body it is about the room.
      if ((uid as string | undefined) === undefined) return admin.writeRoomAttributes(room, write);
      const result = await admin.writeUserAttributes(room, uid, write);
      if (result) return result;
      throw new HummerError(HummerErrorCode.NOT_FOUND, `${uid} is not in room ${room.roomId}.`);
    },
    tokens(room, body) {
      if (issueMediaToken)
        return issueMediaToken({ ...(body as unknown as IssueMediaTokenRequest), ...room });
      throw new HummerError(HummerErrorCode.NOT_FOUND, 'This server runs without media.');
    },
  };

  async function answer(request: IncomingMessage, url: URL): Promise<object | null> {
    const [, appid, collection, rawRoomId, action, ...more] = url.pathname.split('/').slice(2);
    if (!appid || collection !== 'rooms' || more.length > 0) return null;
    if (rawRoomId === undefined)
      return request.method === 'GET' ? { rooms: await admin.listRooms(appid) } : null;
    if (action === undefined) return null;
    const region = url.searchParams.get('region') as Region | null;
    const room: AdminRoom = { appid, roomId: decodeURIComponent(rawRoomId), ...(region && { region }) };
    const table = request.method === 'GET' ? reads : request.method === 'POST' ? writes : {};
    const run = Object.hasOwn(table, action) ? table[action] : undefined;
    if (!run) return null;
    const body = request.method === 'POST' ? await readJson(request) : {};
    return run(room, body as unknown as Body);
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
