import { en as builtIn } from '../components/internal/en.js';
import type { HummerStrings } from '../hooks/context/strings.js';

/**
 * English: the table that is built in, as a starting point for another.
 *
 * @example
 * ```tsx
 * <HummerProvider appid={1} uid="ana" strings={{ ...en, leave: 'Hang up' }} locale="en">…</HummerProvider>
 * ```
 * Source: REACT.md, Words and readers.
 * @public
 */
export const en: HummerStrings = builtIn;
