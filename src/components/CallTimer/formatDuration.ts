/** Seconds as `m:ss`, or `h:mm:ss` from an hour on, in a locale's digits. */
export function formatDuration(seconds: number, locale: string): string {
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${(hours > 0 ? two : plain).format(minutes)}:${two.format(seconds % 60)}`;
  return hours > 0 ? `${plain.format(hours)}:${tail}` : tail;
}
