'use client';
import { useMemo } from 'react';
import type { AttributesState } from '../../store/state.js';
import {
  createAttributeReader,
  NOTHING_INVALID,
  type Declarations,
  type ReadAttributes,
} from './attributeCodec.js';

/** A map of attributes through its declarations. */
export function useAttributes(
  state: AttributesState,
  declarations: Declarations | undefined,
): ReadAttributes {
  const read = useMemo(() => (declarations ? createAttributeReader(declarations) : null), [declarations]);
  return useMemo(
    () => read?.(state.attributes) ?? { attributes: state.attributes, invalid: NOTHING_INVALID },
    [read, state.attributes],
  );
}
