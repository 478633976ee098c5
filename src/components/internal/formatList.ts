const formats = new Map<string, Intl.ListFormat>();

/** Names as a locale writes a list of them. */
export function formatList(names: readonly string[], locale: string): string {
  let format = formats.get(locale);
  if (!format) formats.set(locale, (format = new Intl.ListFormat(locale)));
  return format.format(names);
}
