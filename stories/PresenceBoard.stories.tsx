import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor, within } from 'storybook/test';
import type { ReactElement } from 'react';
import { roomKey } from '../src/index.js';
import { classroom, Classroom, Screen, useBackend } from './support/classroom/Classroom.js';
import { Do, NetworkPanel, refuseNext } from './support/classroom/NetworkPanel.js';
import { opened, press, SOON, type Page } from './support/classroom/page.js';
import { PresenceBoard } from './support/classroom/PresenceBoard.js';

const ROOM = roomKey('presence');
const OTHERS = [
  ['ana', 'Ana Silva'],
  ['bob', 'Bob'],
  ['chen', 'Chen Wei'],
] as const;
const LIBRARY = 'library';

/** Short, so that a time-out is worth waiting for in a story. */
const GRACE = 2000;

/**
 * Members of a room: who comes, who leaves, and who loses the connection. A lost link is nothing that the others see
 * until the grace is over, here two seconds; two tabs of one user are one member. Below them who is online at all, live
 * over `useUsersOnlineStatus`, and how many are in a room that Maxi is not in, with `useRoomUserCount`.
 */
function Board(): ReactElement {
  return (
    <Classroom options={{ limits: { presenceGrace: GRACE } }}>
      <Screen uid="maxi" name="Maxi" room={ROOM}>
        <PresenceBoard people={OTHERS.map(([uid]) => uid)} elsewhere={LIBRARY} />
      </Screen>
      <People />
      <Network />
    </Classroom>
  );
}

/** Moves the others. */
function People(): ReactElement {
  const backend = useBackend();
  async function secondTab(uid: string): Promise<void> {
    const tab = backend.connect({ uid, autoLogin: false });
    await tab.login({ uid });
    await tab.createInstance().createRoom(ROOM).joinRoom();
  }

  return (
    <fieldset className="classroom-network">
      <legend>The others</legend>
      {OTHERS.map(([uid, displayName]) => {
        const peer = backend.peer(uid);
        return (
          <div key={uid} className="presence-buttons" role="group" aria-label={displayName}>
            <b>{uid}</b>
            <Do who={uid} label="joins" act={() => void peer.join(ROOM, { extra: { displayName } })} />
            <Do who={uid} label="leaves" act={() => void peer.leave(ROOM).catch(() => undefined)} />
            <Do who={uid} label="goes to the library" act={() => void peer.join(LIBRARY)} />
            <Do
              who={uid}
              label="loses the link"
              act={() => {
                peer.drop();
              }}
            />
            <Do
              who={uid}
              label="is back"
              act={() => {
                peer.comeBack();
              }}
            />
            <Do who={uid} label="opens a second tab" act={() => void secondTab(uid)} />
          </div>
        );
      })}
    </fieldset>
  );
}

function Network(): ReactElement {
  const backend = useBackend();
  return (
    <NetworkPanel
      uid="maxi"
      name="Maxi"
      roomId={ROOM.roomId}
      refusals={{
        'Refuse the next join': () => {
          refuseNext(backend, 'room:join');
        },
      }}
      meanwhile={() => backend.peer('chen').join(ROOM, { extra: { displayName: 'Chen Wei' } })}
    />
  );
}

const meta: Meta = {
  title: 'Classroom/PresenceBoard',
  ...classroom,
  render: () => <Board />,
};
export default meta;
type Story = StoryObj;

const members = (page: Page): number =>
  within(page.getByRole('list', { name: 'Members' })).getAllByRole('listitem').length;
const log = (page: Page): string[] =>
  within(page.getByRole('log'))
    .queryAllByRole('listitem')
    .map(({ textContent }) => textContent);

async function iAmHere(canvasElement: HTMLElement): Promise<Page> {
  const page = await opened(canvasElement, 1);
  await waitFor(() => expect(members(page)).toBe(1));
  return page;
}

/** They come, one leaves, one loses the connection for good: the board says which. */
export const Default: Story = {
  async play({ canvasElement }) {
    const page = await iAmHere(canvasElement);
    for (const [uid] of OTHERS) {
      await press(page, `${uid} joins`);
      await waitFor(() => expect(log(page)).toContain(`${uid} came`));
    }
    await expect(members(page)).toBe(4);
    await press(page, 'bob leaves');
    await waitFor(() => expect(log(page)).toContain('bob left'));
    await press(page, 'chen loses the link');
    await expect(members(page)).toBe(3);
    await waitFor(() => expect(log(page)).toContain('chen lost the connection and did not come back'), {
      timeout: GRACE + 3000,
    });
    await expect(members(page)).toBe(2);
    await expect(log(page)).not.toContain('chen left');
  },
};

/** Back within the grace: nobody has noticed. */
export const ShortBreak: Story = {
  async play({ canvasElement }) {
    const page = await iAmHere(canvasElement);
    await press(page, 'ana joins');
    await waitFor(() => expect(members(page)).toBe(2));
    await press(page, 'ana loses the link');
    await press(page, 'ana is back');
    await press(page, 'bob joins');
    await waitFor(() => expect(log(page)).toEqual(['ana came', 'bob came']));
    await expect(members(page)).toBe(3);
  },
};

/** Two tabs are one member. */
export const SecondTab: Story = {
  async play({ canvasElement }) {
    const page = await iAmHere(canvasElement);
    await press(page, 'ana joins');
    await waitFor(() => expect(members(page)).toBe(2));
    await press(page, 'ana opens a second tab');
    await press(page, 'bob joins');
    await waitFor(() => expect(log(page)).toEqual(['ana came', 'bob came']));
    await expect(members(page)).toBe(3);
  },
};

/** Who came while the server forgot is there all the same: the list is read anew. */
export const Gap: Story = {
  async play({ canvasElement }) {
    const page = await iAmHere(canvasElement);
    await press(page, 'Lose what Maxi misses');
    await page.findByText('something was missed', undefined, SOON);
    await waitFor(() => expect(members(page)).toBe(2));
    await expect(page.getByText('Chen Wei')).toBeVisible();
  },
};

/** Online is not in the room: who goes to the library is, and who has lost the connection is not, after the grace. */
export const Online: Story = {
  async play({ canvasElement }) {
    const page = await iAmHere(canvasElement);
    const of = (uid: string) =>
      within(page.getByRole('list', { name: 'The class' })).getByText(uid).parentElement;
    await waitFor(() => expect(of('ana')).toHaveTextContent('ana online'));
    await press(page, 'ana goes to the library');
    await press(page, 'bob joins');
    await waitFor(() => expect(members(page)).toBe(2));
    await press(page, 'Count again');
    await page.findByText((_, element) => element?.textContent === '1 in the library', { selector: 'span' });
    await press(page, 'ana loses the link');
    await waitFor(() => expect(of('ana')).toHaveTextContent('ana offline'), { timeout: GRACE + 3000 });
    await expect(of('bob')).toHaveTextContent('bob online');
    await press(page, 'Count again');
    await page.findByText((_, element) => element?.textContent === '0 in the library', { selector: 'span' });
  },
};
