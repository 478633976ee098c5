import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommand } from '../../src/server/cliOptions.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'hummer-'));
  writeFileSync(join(directory, 'key'), 'from a file\n');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function options(args: string[], env: Record<string, string> = {}) {
  const command = readCommand(args, env);
  if ('help' in command) throw new Error('help');
  return command.options;
}

describe('the command', () => {
  it('takes an app and its key', () => {
    expect(options(['--app', '1:secret:with:colons']).apps).toEqual({ '1': { key: 'secret:with:colons' } });
  });

  it('takes several apps and their media keys', () => {
    expect(options(['--app', '1:a', '--app', '2:b', '--nuve-key', '2:c']).apps).toEqual({
      '1': { key: 'a' },
      '2': { key: 'b', nuveKey: 'c' },
    });
  });

  it('reads keys from the environment and from files', () => {
    const file = `@${join(directory, 'key')}`;
    expect(options([], { HUMMER_APP: '1:a,2:b' }).apps).toEqual({ '1': { key: 'a' }, '2': { key: 'b' } });
    expect(options(['--app', `1:${file}`, '--admin-token', file])).toMatchObject({
      apps: { '1': { key: 'from a file' } },
      adminToken: 'from a file',
    });
  });

  it('posts pushes of invitations where it is told to, with a key from the environment or a file', () => {
    const file = `@${join(directory, 'key')}`;
    expect(options(['--open']).push).toBeUndefined();
    const env = { HUMMER_PUSH_URL: 'https://app.example/push', HUMMER_PUSH_KEY: 'a key that is long' };
    expect(options(['--open'], env).push).toHaveProperty('send');
    expect(() => options(['--open', '--push-url', 'https://app.example/push'])).toThrow('give both');
    expect(() => options(['--open', '--push-key', file])).toThrow('give both');
    expect(() => options(['--open', '--push-key', file, '--push-url', 'https://app.example'])).toThrow(
      '16 characters',
    );
  });

  it('takes the logs of clients only where it is told a place', () => {
    expect(options(['--open']).clientLogs).toBeUndefined();
    expect(options(['--open', '--client-logs', directory]).clientLogs).toBeTypeOf('function');
  });

  it('gives clients a TURN server with a secret from the environment or a file', () => {
    const env = { HUMMER_TURN_URL: 'turn:a.test:3478,turns:a.test:5349', HUMMER_TURN_SECRET: 'north' };
    const urls = ['turn:a.test:3478', 'turns:a.test:5349'];
    expect(options(['--open'], env).media).toMatchObject({ turn: { urls, secret: 'north' } });
    const secret = ['--turn-secret', `@${join(directory, 'key')}`];
    expect(options(['--open', '--turn-url', 'turn:a', ...secret]).media).toMatchObject({
      turn: { urls: ['turn:a'], secret: 'from a file' },
    });
    expect(() => options(['--open', '--turn-url', 'turn:a'])).toThrow('give both');
    expect(() => options(['--open', ...secret])).toThrow('give both');
  });

  it('lets a flag win over its variable', () => {
    const env = { HUMMER_PORT: '1', HUMMER_HOST: '::1', HUMMER_OPEN: 'true' };
    expect(options(['--port', '2'], env)).toMatchObject({ port: 2, host: '::1', apps: 'open' });
  });

  it('turns media off, or sets it up', () => {
    expect(options(['--open', '--no-media']).media).toBe(false);
    const media = [
      '--workers',
      '2',
      '--listen-ip',
      '0.0.0.0',
      '--announced-address',
      'a.example',
      '--rtc-min-port',
      '50000',
    ];
    expect(options(['--open', ...media]).media).toEqual({
      workers: 2,
      listenIp: '0.0.0.0',
      announcedAddress: 'a.example',
      rtcMinPort: 50_000,
    });
  });

  it('splits origins', () => {
    expect(options(['--open', '--origins', 'https://a.example,https://b.example']).origins).toHaveLength(2);
    expect(options(['--open', '--origins', '*']).origins).toBe('*');
  });

  it.each([
    [[], /--app .* or --open/],
    [['--open', '--app', '1:a'], /exclude/],
    [['--app', 'secret'], /<id>:<key>/],
    [['--app', 'lesson:secret'], /number/],
    [['--app', '1:@/no/such/file'], /cannot be read/],
    [['--open', '--port', 'http'], /whole number/],
    [['--open', '--log-level', 'loud'], /log-level/],
    [['--open', '--nuve-key', '1:a'], /no --app/],
    [['--nonsense'], /nonsense/],
  ])('refuses %o with words', (args, words) => {
    expect(() => readCommand(args, {})).toThrow(words);
  });

  it('knows no variable of a flag that is neither on nor off', () => {
    expect(options(['--open'], { HUMMER_TRUST_PROXY: 'yes', HUMMER_NO_MEDIA: '0' })).toMatchObject({
      trustProxy: true,
      media: {},
    });
    expect(() => readCommand(['--open'], { HUMMER_TRUST_PROXY: 'on' })).toThrow(/HUMMER_TRUST_PROXY .*"on"/);
  });

  it('explains every flag and its variable', () => {
    const command = readCommand(['--help'], {});
    const help = 'help' in command ? command.help : '';
    for (const name of ['port', 'host', 'app', 'open', 'allow-open', 'no-media', 'admin-token', 'drain']) {
      expect(help).toContain(`--${name}`);
      expect(help).toContain(`HUMMER_${name.toUpperCase().replaceAll('-', '_')}`);
    }
  });
});
