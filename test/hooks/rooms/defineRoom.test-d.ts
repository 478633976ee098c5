// Types only: `tsc` checks this file, nothing runs it.
import * as v from 'valibot';
import { expectTypeOf } from 'vitest';
import {
  defineRoom,
  roomKey,
  useRoom,
  useRoomAttribute,
  useRoomAttributes,
  useRoomMessages,
  useRoomScope,
  type RoomKey,
  type RoomLogItem,
} from '../../../src/index.js';

const lesson = defineRoom({
  attributes: {
    title: v.string(),
    page: { schema: v.number(), codec: 'json' },
    count: v.pipe(v.string(), v.transform(Number)),
  },
  messages: { stroke: v.object({ x: v.number() }), chat: v.string() },
});
const room = lesson.room('demo');

export function useTypes(target: 'demo' | null): void {
  // A declared room types its attributes, in both directions.
  const declared = useRoomAttributes(room);
  expectTypeOf(declared.attributes).toEqualTypeOf<{
    readonly title?: string;
    readonly page?: number;
    readonly count?: number;
  }>();
  void declared.addOrUpdate({ title: 'a', page: 1, count: '3' }, { ifRevision: 4 });
  void declared.deleteByKeys(['page']);
  // @ts-expect-error a number is declared
  void declared.addOrUpdate({ page: '1' });
  // @ts-expect-error what goes in is the text before the transform
  void declared.addOrUpdate({ count: 3 });
  // @ts-expect-error not declared
  void declared.set({ other: 'x' });
  // @ts-expect-error not declared
  void declared.deleteByKeys(['other']);

  expectTypeOf(useRoomAttribute(room, 'page')).toEqualTypeOf<number | undefined>();
  // @ts-expect-error not declared
  useRoomAttribute(room, 'other');

  // `type` tells a declared room's messages apart.
  const log = useRoomMessages(room);
  for (const item of log.messages) {
    if (item.kind === 'gap') expectTypeOf(item.from).toEqualTypeOf<number>();
    else if (item.type === 'stroke') expectTypeOf(item.data).toEqualTypeOf<{ x: number }>();
    else expectTypeOf(item.data).toEqualTypeOf<string>();
  }
  void log.send({ x: 1 }, { type: 'stroke' });
  void useRoom(room).sendMessage('hi', { type: 'chat', reliable: false });
  // @ts-expect-error the content of another type
  void log.send({ x: 1 }, { type: 'chat' });
  // @ts-expect-error a declared room needs the type
  void log.send('hi');
  // @ts-expect-error not declared
  void log.send('hi', { type: 'other' });

  // A part that is not declared is as in a room without a declaration.
  const titled = defineRoom({ attributes: { title: v.string() } });
  expectTypeOf(useRoomMessages(titled.room('a')).messages).toEqualTypeOf<readonly RoomLogItem[]>();
  void useRoomMessages(titled.room('a')).send({ any: 'thing' });

  // Without a declaration attributes are text and messages anything.
  {
    const plain = useRoomAttributes(target);
    expectTypeOf(plain.attributes).toEqualTypeOf<Readonly<Record<string, string>>>();
    void plain.addOrUpdate({ any: 'text' });
    // @ts-expect-error attributes are text
    void plain.addOrUpdate({ any: 1 });
  }
  expectTypeOf(useRoomAttribute(roomKey('demo'), 'any')).toEqualTypeOf<string | undefined>();

  // A scope is typed by the shape that its user names.
  const scope = useRoomScope<typeof lesson.shape>();
  expectTypeOf(useRoomAttribute(scope, 'title')).toEqualTypeOf<string | undefined>();
  expectTypeOf(useRoomScope()).toEqualTypeOf<RoomKey | null>();

  // A declared key does not pass for an undeclared one: its values need not be text.
  // @ts-expect-error the types of the declaration would be lost
  const lost: RoomKey = room;
  expectTypeOf(lost).not.toBeAny();
}
