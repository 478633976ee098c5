import type { CSSProperties } from 'react';

type Props = Readonly<Record<string, unknown>>;
type Handler = (...args: unknown[]) => unknown;

/**
 * Our props with the user's over them. Handlers are chained, the user's first, and `preventDefault()` on the event
 * stops ours; classes are joined; styles are merged; anything else the user gives replaces ours. Refs are not props
 * here: {@link useMergedRefs} merges them.
 */
export function mergeProps(ours: Props, users: Props): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...ours };
  for (const [name, value] of Object.entries(users)) {
    const own = ours[name];
    if (value === undefined || name === 'ref') continue;
    if (isHandler(name, own) && isHandler(name, value)) merged[name] = chain(value, own);
    else if (name === 'className') merged[name] = joinClasses(own, value);
    else if (name === 'style' && own)
      merged[name] = { ...(own as CSSProperties), ...(value as CSSProperties) };
    else if (isIdList(name)) merged[name] = joinClasses(own, value);
    else merged[name] = value;
  }
  return merged;
}

/** Class names (or ids) as one string; anything but a string is left out. */
export function joinClasses(...names: readonly unknown[]): string {
  return names.filter((name) => typeof name === 'string' && name !== '').join(' ');
}

function chain(first: Handler, then: Handler): Handler {
  return (...args) => {
    first(...args);
    const event = args[0] as { defaultPrevented?: boolean } | undefined;
    if (event?.defaultPrevented !== true) then(...args);
  };
}

function isHandler(name: string, value: unknown): value is Handler {
  return typeof value === 'function' && /^on[A-Z]/.test(name);
}

/** A user's description is read in addition to ours, not in its place. */
function isIdList(name: string): boolean {
  return name === 'aria-describedby';
}
