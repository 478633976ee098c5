/**
 * Message content on the wire: text as it is, anything else as base64, always inside the text frame. A binary
 * attachment would cost a second frame per message and recipient (measured in SETTLED 12).
 */
export interface WireContent {
  content: string;
  /** Absent: `content` is text. */
  encoding?: 'base64';
}

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes to wire form. */
export function encodeContent(bytes: Uint8Array): WireContent {
  try {
    return { content: strictDecoder.decode(bytes) };
  } catch {
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return { content: btoa(binary), encoding: 'base64' };
  }
}

/** Wire form to bytes. Throws on text that is not base64 where base64 is declared. */
export function decodeContent({ content, encoding }: WireContent): Uint8Array {
  if (encoding !== 'base64') return encoder.encode(content);
  const binary = atob(content);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
