const LINES = 1_000;
const tail: string[] = [];

/** Remembers a line for an upload, whatever the level that is shown: the last thousand of the page. */
export function remember(level: string, message: string, detail: unknown): void {
  const more = detail === undefined || detail === '' ? '' : ` ${describe(detail)}`;
  tail.push(`${new Date().toISOString()} ${level} ${message}${more}`);
  if (tail.length > LINES) tail.splice(0, tail.length - LINES);
}

export function logTail(): string {
  return tail.join('\n');
}

function describe(detail: unknown): string {
  return (detail instanceof Error ? `${detail.name}: ${detail.message}` : String(detail)).slice(0, 500);
}
