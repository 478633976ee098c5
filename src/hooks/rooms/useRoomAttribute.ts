'use client';
import { useMemo } from 'react';
import { readAttribute } from '../internal/attributeCodec.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { AttributesOf, NameOf, PartOf, RoomShape, Untyped } from '../internal/roomShape.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useTableValue } from '../internal/useTable.js';

/**
 * One attribute of a room; other attributes' changes do not render. Undefined while it is not set, and for a value that
 * does not fit its declaration.
 *
 * @example
 * ```tsx
 * const title = useRoomAttribute(room, 'title');
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useRoomAttribute<
  Shape extends RoomShape = Untyped,
  const Name extends NameOf<PartOf<Shape, 'attributes'>> = NameOf<PartOf<Shape, 'attributes'>>,
>(target: RoomTarget<Shape> | null, name: Name): AttributeValue<Shape, Name> | undefined {
  const { internals, key, shape } = useRoomEntity('useRoomAttribute', target);
  const text = useTableValue(internals.store.roomAttributes, key, ({ attributes }) => attributes[name]);
  const declarations = shape?.attributes;
  return useMemo(() => {
    if (!declarations || text === undefined) return text;
    const declaration = declarations[name];
    const read = declaration && readAttribute(declaration, text);
    return read?.ok ? read.value : undefined;
  }, [declarations, name, text]) as AttributeValue<Shape, Name> | undefined;
}

/** The type of one attribute. @public */
export type AttributeValue<Shape extends RoomShape, Name> = Name extends keyof AttributesOf<
  PartOf<Shape, 'attributes'>
>
  ? NonNullable<AttributesOf<PartOf<Shape, 'attributes'>>[Name]>
  : never;
