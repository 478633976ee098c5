'use client';
import { forwardRef, memo, type ComponentType, type ForwardRefRenderFunction, type ReactNode } from 'react';

/** A component that knows how often it has rendered. @public */
export type CountedComponent<TProps> = ComponentType<TProps> & {
  /** Renders of all its instances since the start or the last `reset()`. StrictMode renders twice. */
  readonly renders: number;
  reset(): void;
};

/**
 * Wraps a component so that its renders are counted: those its parent causes and those its own hooks cause.
 *
 * Takes function components, also inside `memo` and `forwardRef`; throws a `TypeError` for a class.
 *
 * @example
 * ```tsx
 * const Tile = countRenders(MemberTile);
 * renderWithHummer(<Tile uid="bob" />, { backend });
 * await act(() => backend.peer('eve').send('demo', 'hi'));
 * expect(Tile.renders).toBe(1);
 * ```
 * Source: API.md 4.
 * @public
 */
export function countRenders<TProps extends object>(
  component: ComponentType<TProps>,
): CountedComponent<TProps> {
  let renders = 0;
  const counted = wrap(component, () => {
    renders++;
  });
  return Object.defineProperties(counted, {
    renders: { get: () => renders },
    reset: {
      value: () => {
        renders = 0;
      },
    },
  }) as CountedComponent<TProps>;
}

/** What React makes of `memo(X)` and `forwardRef(x)`. */
interface ExoticComponent {
  readonly type?: unknown;
  readonly compare?: ((previous: object, next: object) => boolean) | null;
  readonly render?: unknown;
}

function wrap(component: unknown, count: () => void): object {
  if (typeof component === 'function') {
    const { prototype } = component as { prototype?: { isReactComponent?: unknown } };
    if (prototype?.isReactComponent)
      throw new TypeError('countRenders takes function components, not classes.');
    const render = component as (props: object) => ReactNode;
    const Counted = (props: object): ReactNode => {
      count();
      return render(props);
    };
    Counted.displayName = `Counted(${component.name})`;
    return Counted;
  }
  const { type, compare, render } = (component ?? {}) as ExoticComponent;
  if (type !== undefined) return memo(wrap(type, count) as ComponentType<object>, compare ?? undefined);
  if (typeof render === 'function') {
    return forwardRef<unknown, object>((props, ref) => {
      count();
      return (render as ForwardRefRenderFunction<unknown, object>)(props, ref);
    });
  }
  throw new TypeError('countRenders takes a component.');
}
