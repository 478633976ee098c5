import { expect, userEvent, waitFor, within } from 'storybook/test';

/** For what needs a way through the network and back. */
export const SOON = { timeout: 5000 };

const inside = (element: HTMLElement) => within(element);

/** The elements of a story, or of a part of it. */
export type Page = ReturnType<typeof inside>;

/** The story once `count` screens are in their room. */
export async function opened(canvasElement: HTMLElement, count: number): Promise<Page> {
  const page = inside(canvasElement);
  await waitFor(
    () => expect(page.getAllByText('in the room', { selector: 'span' })).toHaveLength(count),
    SOON,
  );
  return page;
}

/** What one person sees. */
export function screenOf(page: Page, name: string): Page {
  return inside(page.getByRole('region', { name: `What ${name} sees` }));
}

export async function press(page: Page, name: string): Promise<void> {
  await userEvent.click(page.getByRole('button', { name }));
}
