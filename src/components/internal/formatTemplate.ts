import type { Template } from '../../hooks/context/strings.js';

export type TemplateValues = Readonly<Record<string, string | number>>;

/**
 * A template with its placeholders filled: numbers as the locale writes them, the plural form by `values.count`.
 * A placeholder without a value stays as it is, so that a mistake in a table shows.
 */
export function formatTemplate(template: Template, values: TemplateValues, locale: string): string {
  return pluralForm(template, values['count'], locale).replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? numbers(locale).format(value) : value;
  });
}

function pluralForm(template: Template, count: string | number | undefined, locale: string): string {
  if (typeof template === 'string') return template;
  return template[plurals(locale).select(Number(count ?? 0))] ?? template.other;
}

// Intl objects are costly to make and hold no state: one per locale for the life of the page.
const plurals = memoized((locale) => new Intl.PluralRules(locale));
const numbers = memoized((locale) => new Intl.NumberFormat(locale));

function memoized<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>();
  return (locale) => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const value = make(locale);
    made.set(locale, value);
    return value;
  };
}
