import { afterEach, describe, expect, it } from 'vitest';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { fakeDevices } from '../../../src/testing/media/fakeDevices.js';
import { fakeMediaStream } from '../../../src/testing/media/fakeMediaStream.js';

describe('the fake browser', () => {
  let browser: FakeBrowser | null = null;
  const media = (): MediaDevices => navigator.mediaDevices;

  afterEach(() => {
    browser?.();
    browser = null;
  });

  it('is gone without a trace when it is undone', () => {
    const before = [navigator.mediaDevices, globalThis.MediaStream, globalThis.AudioContext] as unknown[];
    const play = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play');
    browser = fakeBrowser();
    expect(navigator.mediaDevices).not.toBe(before[0]);
    browser();
    expect([navigator.mediaDevices, globalThis.MediaStream, globalThis.AudioContext]).toEqual(before);
    expect(Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play')).toEqual(play);
  });

  it('captures from the devices it is given, by id and by default', async () => {
    browser = fakeBrowser({
      devices: fakeDevices([
        { kind: 'camera', deviceId: 'a' },
        { kind: 'camera', deviceId: 'b' },
      ]),
    });
    const first = await media().getUserMedia({ video: true });
    const second = await media().getUserMedia({ video: { deviceId: { exact: 'b' } } });
    expect([first, second].map((stream) => stream.getVideoTracks()[0]?.getSettings().deviceId)).toEqual([
      'a',
      'b',
    ]);
    expect(browser.machine.tracks('camera')).toHaveLength(2);
    for (const stream of [first, second]) for (const track of stream.getTracks()) track.stop();
    expect(browser.machine.capturing('camera')).toBe(false);
  });

  it.each([
    ['NotAllowedError', { permission: 'denied' } as const, { video: true }],
    ['NotFoundError', { devices: [] }, { audio: true }],
    ['OverconstrainedError', {}, { video: { deviceId: { exact: 'none' } } }],
    ['TypeError', {}, {}],
  ])('refuses as a browser does: %s', async (name, options, constraints) => {
    browser = fakeBrowser(options);
    await expect(media().getUserMedia(constraints)).rejects.toMatchObject({ name });
  });

  it('keeps the caller waiting until the user answers, for what was not answered before', async () => {
    browser = fakeBrowser({ permission: { camera: 'granted', microphone: 'prompt' } });
    await media().getUserMedia({ video: true });
    const asked = media().getUserMedia({ audio: true, video: true });
    await macrotask();
    expect(browser.machine.prompting).toBe(true);
    browser.machine.answer(true);
    expect((await asked).getTracks()).toHaveLength(2);
    await media().getUserMedia({ audio: true });
  });

  it('tells no names before a permission', async () => {
    browser = fakeBrowser({ permission: 'prompt' });
    const devices = await media().enumerateDevices();
    expect(devices.map(({ kind, deviceId, label }) => [kind, deviceId, label])).toEqual([
      ['videoinput', '', ''],
      ['audioinput', '', ''],
      ['audiooutput', '', ''],
    ]);
  });

  it('ends the tracks of a device that is unplugged, and of a permission that is taken back', async () => {
    browser = fakeBrowser({
      devices: fakeDevices([{ kind: 'camera', deviceId: 'a' }, { kind: 'microphone' }]),
    });
    let ended = 0;
    let changes = 0;
    media().addEventListener('devicechange', () => changes++);
    const stream = await media().getUserMedia({ audio: true, video: true });
    for (const track of stream.getTracks()) track.addEventListener('ended', () => ended++);
    browser.machine.unplug('a');
    expect([ended, changes]).toEqual([1, 1]);
    browser.machine.setPermission('microphone', 'denied');
    expect(ended).toBe(2);
    expect(stream.active).toBe(false);
  });

  it('says how permissions are, and when they change', async () => {
    browser = fakeBrowser({ permission: 'prompt' });
    const status = await navigator.permissions.query({ name: 'camera' });
    const seen: string[] = [];
    status.addEventListener('change', () => seen.push(status.state));
    expect(status.state).toBe('prompt');
    browser.machine.setPermission('camera', 'granted');
    expect(seen).toEqual(['granted']);
    await expect(navigator.permissions.query({ name: 'geolocation' })).rejects.toThrow(TypeError);
  });

  it('plays, or refuses to until a gesture; silent video always plays', async () => {
    browser = fakeBrowser({ autoplay: 'blocked' });
    const audio = document.createElement('audio');
    audio.srcObject = fakeMediaStream({ video: false });
    await expect(audio.play()).rejects.toMatchObject({ name: 'NotAllowedError' });
    const video = document.createElement('video');
    video.muted = true;
    await video.play();
    expect([audio.paused, video.paused]).toEqual([true, false]);
    browser.gesture();
    await audio.play();
    expect(audio.paused).toBe(false);
    audio.pause();
    expect(audio.paused).toBe(true);
  });

  it('starts audio contexts suspended until a gesture', async () => {
    browser = fakeBrowser({ autoplay: 'blocked' });
    const context = new AudioContext();
    await context.resume();
    expect(context.state).toBe('suspended');
    browser.gesture();
    await context.resume();
    expect(context.state).toBe('running');
    await context.close();
    expect(context.state).toBe('closed');
  });
});

describe('a fake stream', () => {
  it('has the tracks that are asked for', () => {
    expect(
      fakeMediaStream()
        .getTracks()
        .map(({ kind }) => kind),
    ).toEqual(['audio', 'video']);
    expect(fakeMediaStream({ audio: false }).getAudioTracks()).toEqual([]);
    const [video] = fakeMediaStream({ video: { width: 320, height: 180 } }).getVideoTracks();
    expect(video?.getSettings()).toMatchObject({ width: 320, height: 180 });
  });

  it('lives and ends like a real one', () => {
    const stream = fakeMediaStream();
    const copy = stream.clone();
    expect(stream.active).toBe(true);
    for (const track of stream.getTracks()) track.stop();
    expect(stream.active).toBe(false);
    expect(copy.active).toBe(true);
    const [track] = copy.getTracks();
    if (track) copy.removeTrack(track);
    expect(copy.getTracks()).toHaveLength(1);
    expect(copy.getTrackById('none')).toBeNull();
  });

  it('can change its size, but not its device', async () => {
    const [track] = fakeMediaStream({ audio: false }).getVideoTracks();
    await track?.applyConstraints({ width: { ideal: 100 } });
    expect(track?.getSettings().width).toBe(100);
    await expect(track?.applyConstraints({ deviceId: { exact: 'other' } })).rejects.toMatchObject({
      name: 'OverconstrainedError',
    });
  });
});

describe('fake devices', () => {
  it('fill in what is left out, each with an id of its own', () => {
    const [first, second] = fakeDevices([{ kind: 'camera' }, { kind: 'camera' }]);
    expect(first).toMatchObject({ kind: 'camera', label: 'Fake camera' });
    expect(first?.deviceId).not.toBe(second?.deviceId);
    expect(fakeDevices().map(({ kind }) => kind)).toEqual(['camera', 'microphone', 'speaker']);
  });
});

describe('what the fake browser shares, plays, records and shows', () => {
  let browser: FakeBrowser | null = null;
  const media = (): MediaDevices => navigator.mediaDevices;

  afterEach(() => {
    browser?.();
    browser = null;
  });

  describe('a screen', () => {
    const share = (): Promise<MediaStream> => media().getDisplayMedia({ video: true, audio: true });

    it('is picked with its sound, and ends with the button of the browser', async () => {
      browser = fakeBrowser();
      const stream = await share();
      expect(stream.getTracks().map(({ kind }) => kind)).toEqual(['video', 'audio']);
      expect(browser.machine.screen).toMatchObject({ sharing: true, asked: 1 });
      let ended = 0;
      for (const track of stream.getTracks()) track.addEventListener('ended', () => ended++);
      browser.machine.screen.stopSharing();
      expect(ended).toBe(2);
      expect(browser.machine.screen.sharing).toBe(false);
    });

    it('is refused, or waited for, as the user is told to', async () => {
      browser = fakeBrowser();
      browser.machine.screen.choice = 'cancel';
      await expect(share()).rejects.toMatchObject({ name: 'NotAllowedError' });
      browser.machine.screen.choice = 'wait';
      browser.machine.screen.sound = false;
      const shared = share();
      await macrotask();
      browser.machine.screen.answer(true);
      expect((await shared).getAudioTracks()).toEqual([]);
    });
  });

  it('loads the sound files that it was given, plays them to their end, and knows no others', async () => {
    browser = fakeBrowser();
    browser.files.put('/here.mp3', { seconds: 3 });
    const heard: string[] = [];
    const element = new Audio();
    for (const event of ['loadedmetadata', 'error', 'ended'])
      element.addEventListener(event, () => heard.push(event));
    element.src = '/absent.mp3';
    await macrotask();
    element.src = '/here.mp3';
    await macrotask();
    await element.play();
    expect(element.duration).toBe(3);
    browser.files.finish();
    expect(heard).toEqual(['error', 'loadedmetadata', 'ended']);
    expect(element).toMatchObject({ currentTime: 3, paused: true });
  });

  it('records, and stops by itself when nothing is live any more', async () => {
    browser = fakeBrowser();
    const stream = await media().getUserMedia({ audio: true });
    expect(() => new MediaRecorder(stream, { mimeType: 'video/film' })).toThrow(/film/);
    const recorder = new MediaRecorder(stream, { mimeType: 'audio/webm' });
    const pieces: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
    recorder.start();
    expect(recorder.state).toBe('recording');
    const [microphone] = browser.machine.devices.filter(({ kind }) => kind === 'microphone');
    browser.machine.unplug(microphone?.deviceId ?? '');
    await macrotask();
    expect(recorder.state).toBe('inactive');
    expect(pieces).toHaveLength(1);
    expect(() => {
      recorder.pause();
    }).toThrow(/does not record/);
  });

  it('has one picture-in-picture window, which the user can close', async () => {
    browser = fakeBrowser();
    const video = document.createElement('video');
    await expect(video.requestPictureInPicture()).rejects.toMatchObject({ name: 'InvalidStateError' });
    video.srcObject = fakeMediaStream();
    await video.requestPictureInPicture();
    expect(document.pictureInPictureElement).toBe(video);
    let left = 0;
    video.addEventListener('leavepictureinpicture', () => left++);
    browser.closePictureInPicture();
    expect([left, document.pictureInPictureElement]).toEqual([1, null]);
    browser();
    browser = null;
    expect('pictureInPictureElement' in document).toBe(false);
  });
});
