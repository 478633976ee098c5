/** What a client writes its memory to, as `sessionStorage` is. @public */
export interface HummerStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}
