/** Constants that stand for what is not there; one object each, so that they are always the same. */
export const NO_STRINGS: readonly string[] = Object.freeze([]);
export const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});
