import * as v from 'valibot';
import { defineRoom } from '../../../src/index.js';

const coordinate = v.pipe(v.number(), v.integer());

/** A line on a board of 1000 by 600. */
export const strokeSchema = v.object({
  points: v.pipe(v.array(v.tuple([coordinate, coordinate])), v.maxLength(400)),
});

export type Stroke = v.InferOutput<typeof strokeSchema>;

/**
 * What is in a classroom, said once: the hooks are typed by it, and what does not fit reaches no component.
 *
 * `drawing` is a stroke under way, sent with `reliable: false`: the next one makes it worthless.
 */
export const lesson = defineRoom({
  attributes: {
    title: v.pipe(v.string(), v.maxLength(60)),
    muted: { schema: v.array(v.string()), codec: 'json' },
  },
  userAttributes: { role: v.picklist(['teacher', 'student']) },
  messages: { stroke: strokeSchema, drawing: strokeSchema, wipe: v.object({}) },
});

export type LessonShape = typeof lesson.shape;

export const LESSON = lesson.room('lesson');
