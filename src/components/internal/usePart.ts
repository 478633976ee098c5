'use client';
import { cloneElement, createElement, isValidElement, version, type ReactElement, type Ref } from 'react';
import { useWords } from '../../hooks/context/useWords.js';
import { joinClasses, mergeProps } from './mergeProps.js';
import type { PartProps, PartTag, RenderedProps } from './partProps.js';
import { stateAttributes } from './stateAttributes.js';
import { useMergedRefs } from './useMergedRefs.js';

/** What a part is, apart from what its user says. */
export interface PartDefinition<Tag extends PartTag, State extends object> {
  tag: Tag;
  /** `Component` or `Component__part`: the class without its prefix. */
  name: string;
  /** Each entry becomes a `data-*` attribute. */
  state?: State;
  /** The part's own attributes and handlers; the user's go over them. */
  own?: Readonly<Record<string, unknown>>;
  /** The part's own ref, besides the user's. */
  ownRef?: Ref<HTMLElementTagNameMap[Tag]> | undefined;
}

/**
 * The element of a part: its class, its state as `data-*`, the user's props over its own, in the element or through
 * the function that `render` names. This is the one place where the rules of REACT.md's "Parts" are carried out.
 */
export function usePart<Tag extends PartTag, State extends object>(
  { tag, name, state, own, ownRef }: PartDefinition<Tag, State>,
  props: PartProps<Tag, State>,
  ref: Ref<HTMLElementTagNameMap[Tag]>,
): ReactElement {
  const { className, style, render, ...users } = props as PartProps<'div', State>;
  const values = state ?? ({} as State);
  const userStyle = typeof style === 'function' ? style(values) : style;
  const userClass = typeof className === 'function' ? className(values) : className;
  const renderedRef = isValidElement(render) ? refOf(render) : undefined;
  const language = useLanguage(name);
  const merged = mergeProps({ ...language, ...own, ...stateAttributes(values) }, users);
  merged['className'] = joinClasses(`hummer-${name}`, own?.['className'], userClass);
  if (userStyle || own?.['style']) merged['style'] = { ...(own?.['style'] as object), ...userStyle };
  merged['ref'] = useMergedRefs(ownRef as Ref<unknown>, ref as Ref<unknown>, renderedRef);

  if (typeof render === 'function') return render(merged as unknown as RenderedProps<'div'>, values);
  if (isValidElement(render)) {
    return cloneElement(render, mergeProps(merged, render.props as Record<string, unknown>));
  }
  return createElement(tag, merged);
}

/** A component's root says the provider's language and direction, if it has any. */
function useLanguage(name: string): { lang?: string; dir?: string } {
  const { locale, dir } = useWords();
  if (name.includes('__')) return {};
  return { ...(locale === undefined ? {} : { lang: locale }), ...(dir === undefined ? {} : { dir }) };
}

/** React 19 keeps an element's ref among its props, React 18 beside them; each warns about the other's place. */
function refOf(element: ReactElement): Ref<unknown> | undefined {
  const holder = Number.parseInt(version) >= 19 ? (element.props as object) : element;
  return (holder as { ref?: Ref<unknown> }).ref;
}
