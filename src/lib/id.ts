/** A random id of 96 bits. `crypto.randomUUID` is missing on plain http pages, `getRandomValues` is not. */
export function createId(): string {
  let id = '';
  for (const part of crypto.getRandomValues(new Uint32Array(3))) id += part.toString(36).padStart(7, '0');
  return id;
}
