import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import type { ReactElement } from 'react';
import { roomKey } from '../src/index.js';
import { AttributeEditor } from './support/classroom/AttributeEditor.js';
import { classroom, Classroom, Screen, useBackend } from './support/classroom/Classroom.js';
import { NetworkPanel, refuseNext } from './support/classroom/NetworkPanel.js';
import { opened, press, screenOf, SOON, type Page } from './support/classroom/page.js';

const ROOM = roomKey('attributes');

/**
 * The attributes of a room and of its users, on two screens. Writes are optimistic: they show at once, and what the server
 * refuses is taken back alone.
 */
function Editors(): ReactElement {
  return (
    <Classroom>
      <div className="classroom-screens">
        <Screen uid="maxi" name="Maxi" room={ROOM}>
          <AttributeEditor other="ana" />
        </Screen>
        <Screen uid="ana" name="Ana" room={ROOM}>
          <AttributeEditor other="maxi" />
        </Screen>
      </div>
      <Network />
    </Classroom>
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
        'Refuse the next write to the room': () => {
          refuseNext(backend, 'room:writeAttributes');
        },
        'Refuse the next write of a user': () => {
          refuseNext(backend, 'room:writeUserAttributes');
        },
      }}
      meanwhile={() => backend.peer('ana').setRoomAttributes(ROOM, { missed: 'by Maxi' })}
    />
  );
}

const meta: Meta = {
  title: 'Classroom/AttributeEditor',
  ...classroom,
  render: () => <Editors />,
};
export default meta;
type Story = StoryObj;

/** A map of attributes on somebody's screen. */
const mapOf = (page: Page, name: string, map: string): Page =>
  within(screenOf(page, name).getByRole('group', { name: map }));

async function add(map: Page, name: string, value: string): Promise<void> {
  await userEvent.type(map.getByLabelText('New key'), name);
  await userEvent.type(map.getByLabelText('Value'), value);
  await press(map, 'Add');
}

async function save(map: Page, name: string, value: string): Promise<void> {
  await userEvent.clear(map.getByLabelText(name));
  await userEvent.type(map.getByLabelText(name), `${value}{Enter}`);
}

const has = async (map: Page, name: string, value: string): Promise<void> => {
  await waitFor(() => expect(map.getByLabelText(name)).toHaveValue(value), SOON);
};

/** Write on one screen, read on the other. */
export const Default: Story = {
  async play({ canvasElement }) {
    const page = await opened(canvasElement, 2);
    await add(mapOf(page, 'Maxi', 'Of the room'), 'title', 'Fractions');
    await has(mapOf(page, 'Ana', 'Of the room'), 'title', 'Fractions');
    await save(mapOf(page, 'Ana', 'Of the room'), 'title', 'Decimals');
    await expect(mapOf(page, 'Ana', 'Of the room').getByLabelText('title')).toHaveFocus();
    await has(mapOf(page, 'Maxi', 'Of the room'), 'title', 'Decimals');
    await expect(mapOf(page, 'Maxi', 'Of the room').getByText('Revision 2, written by ana')).toBeVisible();
    await add(mapOf(page, 'Maxi', 'Of mine'), 'hand', 'up');
    await expect(await mapOf(page, 'Ana', 'Of maxi').findByText('up')).toBeVisible();
    await press(mapOf(page, 'Maxi', 'Of mine'), 'Delete hand');
    await waitFor(() => expect(mapOf(page, 'Ana', 'Of maxi').queryByText('up')).toBeNull());
    await add(mapOf(page, 'Ana', 'Of mine'), 'role', 'student');
  },
};

/** The writer sees the value before the server has it; the others, when it has. */
export const Optimistic: Story = {
  async play({ canvasElement }) {
    const page = await opened(canvasElement, 2);
    await press(page, 'Delay of 1 s');
    await add(mapOf(page, 'Maxi', 'Of the room'), 'title', 'Fractions');
    await expect(mapOf(page, 'Maxi', 'Of the room').getByLabelText('title')).toHaveValue('Fractions');
    await expect(page.getByText('saving…')).toBeVisible();
    await expect(mapOf(page, 'Ana', 'Of the room').queryByLabelText('title')).toBeNull();
    await press(page, 'Delay of 1 s');
    await waitFor(
      () => expect(mapOf(page, 'Ana', 'Of the room').getByLabelText('title')).toHaveValue('Fractions'),
      SOON,
    );
    await waitFor(() => expect(page.queryByText('saving…')).toBeNull(), SOON);
  },
};

/** A refused write is taken back alone: what came from elsewhere meanwhile stays. */
export const Refused: Story = {
  async play({ canvasElement }) {
    const page = await opened(canvasElement, 2);
    const mine = mapOf(page, 'Maxi', 'Of the room');
    await add(mine, 'title', 'Fractions');
    await has(mapOf(page, 'Ana', 'Of the room'), 'title', 'Fractions');
    await press(page, 'Refuse the next write to the room');
    await save(mine, 'title', 'Nonsense');
    await expect(await mine.findByRole('alert')).toHaveTextContent(/title was taken back/);
    await has(mine, 'title', 'Fractions');
    await expect(page.getByText('not saved')).toBeVisible();
    await has(mapOf(page, 'Ana', 'Of the room'), 'title', 'Fractions');
    await press(page, 'Refuse the next write of a user');
    await add(mapOf(page, 'Maxi', 'Of mine'), 'hand', 'up');
    await expect(await mapOf(page, 'Maxi', 'Of mine').findByRole('alert')).toBeVisible();
    await expect(mapOf(page, 'Maxi', 'Of mine').queryByLabelText('hand')).toBeNull();
  },
};

/** Written without a link: kept, shown, and sent when the link is back. */
export const ThroughATunnel: Story = {
  async play({ canvasElement }) {
    const page = await opened(canvasElement, 2);
    await press(page, 'Maxi is in a tunnel');
    await page.findByText('reconnecting…');
    await add(mapOf(page, 'Maxi', 'Of the room'), 'title', 'Written underground');
    await has(mapOf(page, 'Maxi', 'Of the room'), 'title', 'Written underground');
    await expect(mapOf(page, 'Ana', 'Of the room').queryByLabelText('title')).toBeNull();
    await press(page, 'Maxi is in a tunnel');
    await mapOf(page, 'Ana', 'Of the room').findByLabelText('title', undefined, SOON);
    await has(mapOf(page, 'Ana', 'Of the room'), 'title', 'Written underground');
    await expect(page.getAllByText('all saved')).toHaveLength(2);
  },
};

/** The server forgets what Maxi misses: Maxi is told, and reads the state as it is. */
export const Gap: Story = {
  async play({ canvasElement }) {
    const page = await opened(canvasElement, 2);
    await press(page, 'Lose what Maxi misses');
    await page.findByText('something was missed', undefined, SOON);
    await mapOf(page, 'Maxi', 'Of the room').findByLabelText('missed');
    await has(mapOf(page, 'Maxi', 'Of the room'), 'missed', 'by Maxi');
  },
};
