import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { useRef, type ReactElement } from 'react';
import { classroom, Classroom, Screen, useBackend } from './support/classroom/Classroom.js';
import { LESSON } from './support/classroom/lesson.js';
import { NetworkPanel, refuseNext } from './support/classroom/NetworkPanel.js';
import { opened, press, screenOf, SOON, type Page } from './support/classroom/page.js';
import { Whiteboard } from './support/classroom/Whiteboard.js';

/**
 * A lesson on three screens. Strokes go to everybody as room messages, or to one person as peer messages; strokes under way
 * go with `reliable: false`. Title and mutes are attributes of the room, roles are attributes of users.
 */
function Lesson(): ReactElement {
  return (
    <Classroom>
      <Screens />
    </Classroom>
  );
}

function Screens(): ReactElement {
  const backend = useBackend();
  const refusing = useRef(false);
  function beforeStroke(): void {
    if (refusing.current) refuseNext(backend, 'room:publish'); // not sooner: what is under way is published too
    refusing.current = false;
  }
  const missed = {
    points: [
      [100, 520],
      [500, 420],
      [900, 520],
    ],
  };
  return (
    <>
      <div className="classroom-screens" data-first="large">
        <Screen uid="tess" name="Tess" room={LESSON}>
          <Whiteboard role="teacher" onStroke={beforeStroke} />
        </Screen>
        <Screen uid="sam" name="Sam" room={LESSON}>
          <Whiteboard role="student" onStroke={beforeStroke} />
        </Screen>
        <Screen uid="uma" name="Uma" room={LESSON}>
          <Whiteboard role="student" onStroke={beforeStroke} />
        </Screen>
      </div>
      <NetworkPanel
        uid="sam"
        name="Sam"
        roomId={LESSON.roomId}
        refusals={{
          'Refuse the next stroke': () => {
            refusing.current = true;
          },
        }}
        meanwhile={() => backend.peer('uma').send(LESSON.roomId, missed, { type: 'stroke' })}
      />
    </>
  );
}

const meta: Meta = {
  title: 'Classroom/Whiteboard',
  ...classroom,
  render: () => <Lesson />,
};
export default meta;
type Story = StoryObj;

const boardOf = (page: Page, uid: string): HTMLElement =>
  page.getByRole('application', { name: `Whiteboard of ${uid}` });
/** Draws with the keyboard. */
async function draw(page: Page, uid: string, keys = '{ArrowRight>4/}{ArrowDown>3/}'): Promise<void> {
  boardOf(page, uid).focus();
  await userEvent.keyboard(`[Space]${keys}[Space]`);
}

/** Strokes that a screen shows, of those whose server is sure. */
function strokes(page: Page, uid: string): string[] {
  const sent = boardOf(page, uid).querySelectorAll('polyline[data-status="sent"]');
  return [...sent].map((line) => line.getAttribute('data-from') ?? '');
}

async function everybodyIsHere(canvasElement: HTMLElement): Promise<Page> {
  const page = await opened(canvasElement, 3);
  await page.findByRole('button', { name: 'Mute uma' });
  return page;
}

/** Draw on any of the three; choose one receiver; break the network below. */
export const Default: Story = {
  async play({ canvasElement }) {
    const page = await everybodyIsHere(canvasElement);
    await draw(page, 'tess');
    await draw(page, 'sam', '{ArrowLeft>6/}{ArrowUp>4/}');
    for (const uid of ['tess', 'sam', 'uma']) {
      await waitFor(() => expect(strokes(page, uid)).toEqual(['tess', 'sam']));
    }
    await userEvent.type(page.getByLabelText('Title of the board'), 'Triangles');
    await press(page, 'Rename');
    await expect(await screenOf(page, 'Uma').findByRole('heading', { name: 'Triangles' })).toBeVisible();
  },
};

/** A stroke is seen while it is drawn; it is not in anybody's log until it is done. */
export const UnderWay: Story = {
  async play({ canvasElement }) {
    const page = await everybodyIsHere(canvasElement);
    boardOf(page, 'tess').focus();
    await userEvent.keyboard('[Space]{ArrowRight>5/}');
    const drawing = (): Element | null =>
      boardOf(page, 'sam').querySelector('polyline[data-from="tess"][data-status="drawing"]');
    await waitFor(() => expect(drawing()).not.toBeNull());
    await expect(strokes(page, 'sam')).toEqual([]);
    await userEvent.keyboard('[Space]');
    await waitFor(() => expect(strokes(page, 'sam')).toEqual(['tess']));
    await expect(drawing()).toBeNull();
  },
};

/** Only Sam sees what the teacher draws for Sam. */
export const ForOnePerson: Story = {
  async play({ canvasElement }) {
    const page = await everybodyIsHere(canvasElement);
    await userEvent.selectOptions(screenOf(page, 'Tess').getByLabelText('Strokes go to'), 'sam');
    await draw(page, 'tess');
    await waitFor(() => expect(strokes(page, 'sam')).toEqual(['tess']));
    await waitFor(() => expect(strokes(page, 'tess')).toEqual(['tess']));
    await userEvent.selectOptions(screenOf(page, 'Tess').getByLabelText('Strokes go to'), '');
    await draw(page, 'tess', '{ArrowUp>3/}');
    await waitFor(() => expect(strokes(page, 'uma')).toEqual(['tess']));
    await expect(strokes(page, 'sam')).toHaveLength(2);
  },
};

/** A mute is an attribute of the room: it reaches the student, and holds when the student comes back. */
export const Muted: Story = {
  async play({ canvasElement }) {
    const page = await everybodyIsHere(canvasElement);
    await press(page, 'Mute sam');
    await screenOf(page, 'Sam').findByText(/the teacher has muted you/i);
    await draw(page, 'sam');
    await draw(page, 'uma');
    await waitFor(() => expect(strokes(page, 'tess')).toEqual(['uma']));
    await press(page, 'Drop Sam’s link');
    await waitFor(() => expect(screenOf(page, 'Sam').getByText('in the room')).toBeVisible(), SOON);
    await expect(screenOf(page, 'Sam').getByText(/the teacher has muted you/i)).toBeVisible();
    await press(page, 'Mute sam');
    await waitFor(() => expect(screenOf(page, 'Sam').queryByText(/the teacher has muted you/i)).toBeNull());
  },
};

/** What is drawn meanwhile is there afterwards, once and in order, on both sides. */
export const ThroughATunnel: Story = {
  async play({ canvasElement }) {
    const page = await everybodyIsHere(canvasElement);
    await press(page, 'Sam is in a tunnel');
    await screenOf(page, 'Sam').findByText('reconnecting…');
    for (const keys of ['{ArrowRight>2/}', '{ArrowDown>2/}', '{ArrowLeft>2/}'])
      await draw(page, 'tess', keys);
    await waitFor(() => expect(strokes(page, 'uma')).toHaveLength(3));
    await expect(strokes(page, 'sam')).toEqual([]);
    await press(page, 'Sam is in a tunnel');
    await waitFor(() => expect(strokes(page, 'sam')).toEqual(['tess', 'tess', 'tess']), SOON);
    await expect(screenOf(page, 'Sam').queryByText('something was missed')).toBeNull();
  },
};

/** The server refuses a stroke: it says so, and can be sent again. */
export const Refused: Story = {
  async play({ canvasElement }) {
    const page = await everybodyIsHere(canvasElement);
    await press(page, 'Refuse the next stroke');
    await draw(page, 'sam');
    const alert = await screenOf(page, 'Sam').findByRole('alert');
    await expect(screenOf(page, 'Sam').getByText('not saved')).toBeVisible();
    await userEvent.click(within(alert).getByRole('button', { name: 'Send it again' }));
    await waitFor(() => expect(strokes(page, 'uma')).toEqual(['sam']));
    await expect(screenOf(page, 'Sam').getByText('all saved')).toBeVisible();
  },
};

/** The server no longer has what Sam missed: Sam is told, and the lesson goes on. */
export const Gap: Story = {
  async play({ canvasElement }) {
    const page = await everybodyIsHere(canvasElement);
    await draw(page, 'tess');
    await waitFor(() => expect(strokes(page, 'sam')).toEqual(['tess']));
    await press(page, 'Lose what Sam misses');
    await screenOf(page, 'Sam').findByText(/no longer has/, undefined, SOON);
    await draw(page, 'tess', '{ArrowUp>3/}');
    await waitFor(() => expect(strokes(page, 'sam')).toEqual(['tess', 'tess']));
    await expect(strokes(page, 'uma')).toEqual(['tess', 'uma', 'tess']);
  },
};
