import { FakeMediaStream } from './FakeStream.js';
import { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';

/**
 * The screens of a fake machine, and the user who picks one of them or none.
 * @public
 */
export class FakeScreen {
  /** What the user does when asked: picks a screen, cancels, or thinks until `answer()`. */
  choice: 'pick' | 'cancel' | 'wait' = 'pick';
  /** Whether what is picked has sound to share. */
  sound = true;
  /** How often the user was asked. */
  asked = 0;
  #tracks: FakeMediaStreamTrack[] = [];
  #waiting: ((picked: boolean) => void)[] = [];

  /** Whether the browser shows its "sharing" bar. */
  get sharing(): boolean {
    return this.tracks.length > 0;
  }

  /** What is captured of screens now: picture and sound. */
  get tracks(): readonly FakeMediaStreamTrack[] {
    return this.#tracks.filter((track) => track.readyState === 'live');
  }

  /** The user who thinks decides: a screen, or none. */
  answer(picked: boolean): void {
    for (const decide of this.#waiting.splice(0)) decide(picked);
  }

  /** The user presses "Stop sharing" in the browser's own bar, or closes the window that was shared. */
  stopSharing(): void {
    for (const track of this.tracks) track.end();
  }

  /** @internal What `getDisplayMedia` does. */
  async capture({ audio, video = true }: MediaStreamConstraints): Promise<MediaStream> {
    this.asked++;
    await Promise.resolve();
    if (video === false) throw new TypeError('A screen is a picture.');
    const picked =
      this.choice === 'wait'
        ? await new Promise<boolean>((resolve) => this.#waiting.push(resolve))
        : this.choice === 'pick';
    if (!picked) throw new DOMException('Permission denied by user', 'NotAllowedError');
    const ideal = (name: 'width' | 'height' | 'frameRate', usual: number): number =>
      (typeof video === 'object' ? (video[name] as ConstrainULongRange | undefined)?.ideal : undefined) ??
      usual;
    const picture = new FakeMediaStreamTrack({
      kind: 'video',
      label: 'Fake screen',
      width: ideal('width', 1920),
      height: ideal('height', 1080),
      frameRate: ideal('frameRate', 30),
    });
    const heard =
      audio && this.sound ? [new FakeMediaStreamTrack({ kind: 'audio', label: 'Fake screen sound' })] : [];
    this.#tracks = [...this.tracks, picture, ...heard];
    return new FakeMediaStream([picture, ...heard]);
  }
}
