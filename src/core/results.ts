import type { AttributeWriteResult } from '../protocol/rooms.js';

/** Success of a call of seed 000. Failures reject. @public */
export interface Done {
  rescode: 0;
  msg: string;
}

/** Success of an attribute write, with the map's new revision. @public */
export type WriteDone = Done & AttributeWriteResult;

export function done(): Done;
export function done<T extends object>(body: T): Done & T;
export function done(body?: object): Done {
  return { rescode: 0, msg: 'ok', ...body };
}
