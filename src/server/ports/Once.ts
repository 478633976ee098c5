/** Makes a repeat harmless: `key` names the request for good, `hash` its payload (SETTLED 11). */
export interface Once {
  key: string;
  hash: string;
}
