import type { ComponentPropsWithoutRef, CSSProperties, ReactElement, Ref } from 'react';

/** Tags that parts render by default. */
export type PartTag = keyof HTMLElementTagNameMap;

/** Props that a part hands to the element it renders, or to the `render` function. */
export type RenderedProps<Tag extends PartTag> = Omit<
  ComponentPropsWithoutRef<Tag>,
  'className' | 'style'
> & {
  className: string;
  style?: CSSProperties;
  ref: Ref<HTMLElementTagNameMap[Tag]>;
};

/**
 * What every part takes besides its own props: the element's attributes, `className` and `style` as a value or as a
 * function of the part's state, and `render` to put another element in its place. Handlers given here run before
 * the part's own; `event.preventDefault()` stops the part's own.
 *
 * @example
 * ```tsx
 * <LeaveButton render={<MyButton variant="danger" />} className={(state) => (state.pending ? 'dim' : undefined)} />
 * ```
 * Source: REACT.md, Parts.
 * @public
 */
export type PartProps<Tag extends PartTag, State extends object = object> = Omit<
  ComponentPropsWithoutRef<Tag>,
  'className' | 'style'
> & {
  /** Added to the part's own class. */
  className?: string | ((state: State) => string | undefined) | undefined;
  style?: CSSProperties | ((state: State) => CSSProperties | undefined) | undefined;
  /** An element that takes the part's props, or a function that makes one from props and state. */
  render?: ReactElement | ((props: RenderedProps<Tag>, state: State) => ReactElement) | undefined;
};
