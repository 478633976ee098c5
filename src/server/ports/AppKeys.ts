/** The keys of the apps, for signatures that are not ours. `appid` is text: the number and the string form are one. */
export interface AppKeys {
  /** Everybody may use any app, without a token. */
  readonly open: boolean;
  key(appid: string): string | undefined;
  /** The key of seed 003's tokens: the app's own, or a random one per start (SETTLED 3). */
  nuveKey(appid: string): string | undefined;
}
