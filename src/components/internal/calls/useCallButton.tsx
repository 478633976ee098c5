'use client';
import type { ReactElement, Ref } from 'react';
import { Icon, type IconName } from '../Icon.js';
import type { PartProps } from '../partProps.js';
import { usePart } from '../usePart.js';

interface CallButtonLooks<State extends object> {
  name: string;
  icon: IconName;
  label: string;
  variant?: 'accept' | 'decline';
  state: State;
  /** An action is under way: a press does nothing, and the button keeps the focus. */
  pending?: boolean;
  press: () => void;
}

/** A round button of a call with its words below; with `children` a plain one that shows them. */
export function useCallButton<State extends object>(
  { name, icon, label, variant, state, pending = false, press }: CallButtonLooks<State>,
  { children, ...props }: PartProps<'button', State>,
  ref: Ref<HTMLButtonElement>,
): ReactElement {
  const looks =
    children === undefined
      ? {
          className: 'hummer-CallButton',
          'data-variant': variant,
          children: (
            <>
              <span className="hummer-CallButton__icon">
                <Icon name={icon} />
              </span>
              <span>{label}</span>
            </>
          ),
        }
      : { className: 'hummer-Button', 'data-variant': variant && PLAIN[variant], children };
  const own = {
    ...looks,
    type: 'button',
    'aria-disabled': pending || undefined,
    onClick() {
      if (!pending) press();
    },
  };
  return usePart<'button', State>({ tag: 'button', name, state, own }, props, ref);
}

const PLAIN = { accept: 'primary', decline: 'danger' } as const;
