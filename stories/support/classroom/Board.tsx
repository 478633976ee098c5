import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { Stroke } from './lesson.js';

export interface Line extends Stroke {
  readonly id: string;
  readonly uid: string;
  readonly status: 'sending' | 'sent' | 'failed' | 'drawing';
  /** Not for everybody. */
  readonly toOne?: boolean;
}

interface BoardProps {
  lines: readonly Line[];
  uid: string | null;
  disabled: boolean;
  /** A stroke has grown. */
  onDraw: (stroke: Stroke) => void;
  onDone: (stroke: Stroke) => void;
}

const WIDTH = 1000;
const HEIGHT = 600;
const STEP = 40;
const LONGEST = 400;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

type Point = Stroke['points'][number];

/** Draws with a pointer, or with the keyboard: arrows move the pen, Space puts it down and lifts it. */
export function Board({ lines, uid, disabled, onDraw, onDone }: BoardProps): ReactElement {
  const [points, setPoints] = useState<Point[] | null>(null);
  const [pen, setPen] = useState<Point | null>(null);
  const drawing = useRef<Point[] | null>(null);
  const hint = useId();

  function begin(point: Point): void {
    if (disabled) return;
    drawing.current = [point];
    setPoints(drawing.current);
  }
  function grow(point: Point): void {
    if (!drawing.current || drawing.current.length >= LONGEST) return;
    drawing.current = [...drawing.current, point];
    setPoints(drawing.current);
    onDraw({ points: drawing.current });
  }
  function end(): void {
    const done = drawing.current;
    drawing.current = null;
    setPoints(null);
    if (done && done.length > 1 && !disabled) onDone({ points: done });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = ARROWS[event.key];
    if (!step && event.key !== ' ') return;
    event.preventDefault();
    const [x, y] = pen ?? [WIDTH / 2, HEIGHT / 2];
    const to: Point = step ? [clamp(x + step[0], WIDTH), clamp(y + step[1], HEIGHT)] : [x, y];
    setPen(to);
    if (step) grow(to);
    else if (drawing.current) end();
    else begin(to);
  }

  const count = lines.filter(({ status }) => status === 'sent').length;
  return (
    <div className="whiteboard-board">
      <div
        role="application"
        aria-roledescription="whiteboard"
        aria-label={`Whiteboard of ${uid ?? 'nobody'}`}
        aria-describedby={hint}
        aria-disabled={disabled}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          begin(at(event));
        }}
        onPointerMove={(event) => {
          grow(at(event));
        }}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          {lines.map((line) => (
            <polyline
              key={line.id}
              points={line.points.join(' ')}
              data-status={line.status}
              data-from={line.uid}
              data-one={line.toOne}
            />
          ))}
          {points && <polyline points={points.join(' ')} data-status="drawing" data-from={uid} />}
          {pen && <circle cx={pen[0]} cy={pen[1]} r={9} data-down={points !== null} />}
        </svg>
      </div>
      <p>
        <output>{count === 1 ? '1 stroke' : `${count} strokes`}</output>
        <span id={hint}>Draw with the pointer, or with arrow keys and Space.</span>
      </p>
    </div>
  );
}

function at(event: PointerEvent<HTMLElement>): Point {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return [
    clamp(Math.round(((event.clientX - left) / width) * WIDTH), WIDTH),
    clamp(Math.round(((event.clientY - top) / height) * HEIGHT), HEIGHT),
  ];
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
