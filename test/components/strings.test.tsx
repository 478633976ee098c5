import { render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { useText } from '../../src/components/internal/useText.js';
import type { HummerStrings, Template } from '../../src/hooks/context/strings.js';
import { WordsContext, type Words } from '../../src/hooks/context/useWords.js';
import { en } from '../../src/locales/en.js';
import { zh } from '../../src/locales/zh.js';

const forms = (template: Template): string[] =>
  typeof template === 'string' ? [template] : Object.values(template);

/** Placeholders of a text, of all its plural forms together. */
const placeholders = (template: Template): string[] => [
  ...new Set(forms(template).flatMap((form) => form.match(/\{\w+\}/g) ?? [])),
];

describe.each([['zh', zh]] as const)('the table %s', (_locale, table) => {
  it('has every text of the English one, and no other', () => {
    expect(Object.keys(table)).toEqual(Object.keys(en));
  });

  it.each(Object.keys(en) as (keyof HummerStrings)[])('%s has no placeholder that nobody fills', (name) => {
    expect(placeholders(en[name])).toEqual(expect.arrayContaining(placeholders(table[name])));
    expect(forms(table[name]).join('')).not.toBe('');
  });
});

function Shown(): ReactElement {
  const text = useText();
  return (
    <p>
      {text('leave')} · {text('peopleCount', { count: 1234 })} · {text('nameOfYou', { name: 'Ana' })}
    </p>
  );
}

const words = (change: Partial<Words>): Words => ({
  strings: undefined,
  locale: undefined,
  dir: undefined,
  ...change,
});

describe('words', () => {
  it('are English without a provider of words', () => {
    render(<Shown />);
    expect(screen.getByText('Leave · 1,234 people · Ana (you)')).toBeInTheDocument();
  });

  it('are replaced one by one, and English where nothing is said', () => {
    render(
      <WordsContext.Provider value={words({ strings: { leave: 'Hang up' } })}>
        <Shown />
      </WordsContext.Provider>,
    );
    expect(screen.getByText('Hang up · 1,234 people · Ana (you)')).toBeInTheDocument();
  });

  it('take plural forms and numbers from the locale', () => {
    const strings = { peopleCount: { one: '{count} Person', other: '{count} Personen' } };
    render(
      <WordsContext.Provider value={words({ strings, locale: 'de' })}>
        <Shown />
      </WordsContext.Provider>,
    );
    expect(screen.getByText('Leave · 1.234 Personen · Ana (you)')).toBeInTheDocument();
  });
});
