import type { HummerRequests } from '../../../../src/protocol/hummer.js';
import type { SignalingRequests, WireInvitation } from '../../../../src/protocol/signaling.js';
import { TestServer, type TestClient, type TestServerOptions } from '../../support/testServer.js';

type Verb = 'cancel' | 'accept' | 'reject' | 'modify';
type Invite = SignalingRequests['signaling:invite']['data'];
type Login = HummerRequests['session:login']['result'];

/** A device of a user that invites and answers. */
export class Caller {
  constructor(
    readonly client: TestClient,
    readonly login: Login,
  ) {}

  async invite(inviteeList: string[], data: Partial<Invite> = {}): Promise<WireInvitation> {
    const { invitation } = await this.client.request('signaling:invite', {
      clientMsgId: crypto.randomUUID(),
      inviteeList,
      ...data,
    });
    return invitation;
  }

  async act(verb: Verb, inviteID: string, data = '', more: Record<string, unknown> = {}) {
    const clientMsgId = crypto.randomUUID();
    const { invitation } = await this.client.request(`signaling:${verb}`, {
      clientMsgId,
      inviteID,
      data,
      ...more,
    });
    return invitation;
  }

  /** The code of the refusal; 0 if it went well. */
  refusal(verb: Verb, inviteID: string, more: Record<string, unknown> = {}): Promise<number> {
    const clientMsgId = crypto.randomUUID();
    return this.client.refusal(`signaling:${verb}`, { clientMsgId, inviteID, data: '', ...more });
  }

  refusedInvite(inviteeList: unknown, data: Record<string, unknown> = {}): Promise<number> {
    const clientMsgId = crypto.randomUUID();
    return this.client.refusal('signaling:invite', { clientMsgId, inviteeList, ...data });
  }

  sync(known: { inviteID: string; version: number }[] = []) {
    return this.client.request('signaling:sync', { known });
  }

  /** Every version of every invitation that this device was told, in order. */
  get heard(): WireInvitation[] {
    return this.client
      .notified('signaling:changed')
      .flatMap(({ pushes }) => pushes)
      .map(({ invitation }) => invitation);
  }

  get last(): WireInvitation | undefined {
    return this.heard.at(-1);
  }

  /** The states of the invitees, as this device has heard last. */
  stateOf(inviteID: string): string[] | undefined {
    return this.heard
      .filter((invitation) => invitation.inviteID === inviteID)
      .at(-1)
      ?.invitees.map(({ state }) => state);
  }
}

/** A server whose users call each other. */
export class SignalingHouse {
  server: TestServer;
  readonly #options: TestServerOptions;

  constructor(options: TestServerOptions = {}) {
    this.#options = options;
    this.server = new TestServer(options);
  }

  /** The process ends and another starts over the same store. */
  async restart(whileDown = 0): Promise<void> {
    await this.server.backend.close();
    if (whileDown > 0) await this.clock.tick(whileDown);
    this.server = new TestServer({ ...this.#options, over: this.server });
  }

  /** What the server has of an invitation. */
  async record(inviteID: string): Promise<WireInvitation | undefined> {
    return (await this.server.store.invitations.get('1', inviteID))?.invitation;
  }

  get clock() {
    return this.server.clock;
  }

  async enter(uid: string, room?: string): Promise<Caller> {
    const client = this.server.connect();
    const login = await client.login(uid);
    if (room !== undefined) await client.join(room);
    return new Caller(client, login);
  }
}
