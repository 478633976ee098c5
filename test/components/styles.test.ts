// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { build as viteBuild } from 'vite';
import { describe, expect, it } from 'vitest';

/*
 * The styling contract: what stylesheets outside of this package are written against. A name that changes here is a
 * breaking change; a new one is added here first.
 */
const CLASSES = {
  Avatar: [],
  Button: [],
  CallButton: ['icon'],
  CallCard: [],
  CallTimer: [],
  CameraButton: [],
  ConnectionBanner: ['message'],
  ControlBar: [],
  DeviceMenu: ['button', 'group', 'item', 'label', 'list'],
  DeviceSelector: ['hint', 'label', 'permission', 'select'],
  IncomingCall: ['accept', 'actions', 'avatar', 'decline', 'description', 'silence', 'title'],
  LeaveButton: [],
  MeetingRoom: [
    'badge',
    'controls',
    'end',
    'heading',
    'hint',
    'layoutButton',
    'notice',
    'notices',
    'panel',
    'panelButton',
    'stage',
    'title',
  ],
  MemberList: ['avatar', 'empty', 'item', 'name', 'status'],
  MessageInput: ['hint', 'send', 'textarea'],
  MessageList: ['author', 'earlier', 'empty', 'gap', 'item', 'jump', 'log', 'meta', 'status', 'text'],
  MicButton: [],
  NetworkQualityIndicator: ['bar'],
  OutgoingCall: ['actions', 'again', 'avatars', 'close', 'hangUp', 'status', 'title'],
  PreJoin: ['controls', 'devices', 'join', 'label', 'level', 'name', 'preview'],
  ScreenShareButton: [],
  ScreenShareView: ['fullScreen'],
  SpeakerLayout: ['tile', 'tiles'],
  StartAudio: ['button', 'hint'],
  StatsOverlay: [],
  VideoGrid: ['pager', 'tile', 'tiles'],
  VideoTile: ['avatar', 'caption', 'fallback', 'muted', 'name', 'video'],
} as const;

/** What is in styles.css; everything else is only in a sheet of its own. */
const MEETING = [
  'Avatar',
  'Button',
  'CameraButton',
  'ConnectionBanner',
  'ControlBar',
  'DeviceMenu',
  'LeaveButton',
  'MeetingRoom',
  'MemberList',
  'MessageInput',
  'MessageList',
  'MicButton',
  'NetworkQualityIndicator',
  'ScreenShareButton',
  'ScreenShareView',
  'SpeakerLayout',
  'StartAudio',
  'VideoGrid',
  'VideoTile',
];

/** State, and what a part is for: everything that a selector may ask of `data-*`. */
const DATA = [
  'data-alone',
  'data-checked',
  'data-continued',
  'data-empty',
  'data-filled',
  'data-group',
  'data-icon',
  'data-layout',
  'data-local',
  'data-main',
  'data-modal',
  'data-muted',
  'data-narrow',
  'data-open',
  'data-panel',
  'data-pending',
  'data-quality',
  'data-reason',
  'data-sharing',
  'data-side',
  'data-silenced',
  'data-source',
  'data-speaking',
  'data-status',
  'data-variant',
  'data-video',
];

const TOKENS = [
  '--hummer-color-accent',
  '--hummer-color-alarm',
  '--hummer-color-canvas',
  '--hummer-color-danger',
  '--hummer-color-line',
  '--hummer-color-on-accent',
  '--hummer-color-on-danger',
  '--hummer-color-overlay',
  '--hummer-color-quiet',
  '--hummer-color-speaking',
  '--hummer-color-surface',
  '--hummer-color-text',
  '--hummer-color-tile',
  '--hummer-focus-ring',
  '--hummer-font-family',
  '--hummer-font-size',
  '--hummer-font-small',
  '--hummer-font-strong',
  '--hummer-radius-1',
  '--hummer-radius-2',
  '--hummer-radius-full',
  '--hummer-space-1',
  '--hummer-space-2',
  '--hummer-space-3',
  '--hummer-space-4',
  '--hummer-tile-aspect',
];

/** Written by the components, for sheets to read. */
const MEASURED = [
  '--hummer-audio-level',
  '--hummer-avatar-hue',
  '--hummer-strip-block',
  '--hummer-tile-block',
  '--hummer-tile-inline',
];

const sheets = Object.fromEntries(
  readdirSync('src/styles')
    .filter((name) => name.endsWith('.css'))
    .map((name) => [name.replace('.css', ''), readFileSync(`src/styles/${name}`, 'utf8')]),
);
const css = Object.values(sheets)
  .join('\n')
  .replace(/\/\*[^]*?\*\//g, '');
const found = (source: string, pattern: RegExp): string[] => [...new Set(source.match(pattern))].sort();

/** Class names and data attributes that the components' sources name. */
const sources = readdirSync('src/components', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(`src/components/${name}`, 'utf8'))
  .join('\n');

const allClasses = Object.entries(CLASSES).flatMap(([component, parts]) => [
  component,
  ...parts.map((part) => `${component}__${part}`),
]);

describe('the styling contract', () => {
  it('lists the class of every part', () => {
    const named = found(sources, /(?<=name: '|useMutedSign\(['\n ]+|hummer-)[A-Z]\w*/g);
    const ours = named.filter((name) => /^[A-Z]/.test(name));
    expect(ours).toEqual(allClasses.sort());
  });

  it('has a sheet for every component, and styles no class that is not listed', () => {
    expect(Object.keys(sheets).sort()).toEqual([...Object.keys(CLASSES), 'styles', 'tokens'].sort());
    const styled = found(css, /(?<=\.hummer-)\w+/g);
    expect(allClasses).toEqual(expect.arrayContaining(styled));
  });

  it('asks state only of data attributes that are listed, and of what HTML has for it', () => {
    const asked = found(css, /(?<=\[)[\w-]+(?=[\]=])/g).filter((name) => name !== 'data-hummer-theme');
    const html = ['aria-disabled', 'dir', 'hidden', 'open'];
    expect([...DATA, ...html]).toEqual(expect.arrayContaining(asked));
  });

  it('lists every variable', () => {
    const declared = found(sheets['tokens']!, /--hummer-[\w-]+(?=:)/g);
    expect(declared).toEqual([...TOKENS].sort());
    expect([...TOKENS, ...MEASURED].sort()).toEqual(found(css, /--hummer-[\w-]+/g));
  });
});

describe('the sheets', () => {
  it.each(Object.entries(sheets))('%s stays in its layers', (_name, sheet) => {
    const [first] = sheet.split('\n');
    expect(first).toBe('@layer hummer.tokens, hummer.components;');
    const outside = sheet
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/@layer hummer\.(tokens|components) \{[^]*?\n\}/g, '')
      .replace(/@layer hummer\.tokens, hummer\.components;/, '')
      .replace(/@import '\.\/\w+\.css';/g, '')
      .trim();
    expect(outside).toBe('');
  });

  it('have no specificity: every selector is inside :where()', () => {
    const selectors = css
      .match(/[^{}]+(?=\{)/g)!
      .map((selector) => selector.trim().replace(/^[^]*;\s*/, ''))
      .filter((selector) => selector !== '' && !selector.startsWith('@'))
      .filter((selector) => !/^(from|to|\d+%)$/.test(selector));
    expect(selectors.length).toBeGreaterThan(50);
    // What stands for a part of the browser's own, such as a backdrop, cannot be inside.
    for (const selector of selectors) expect(selector).toMatch(/^:where\([^]+\)(::[a-z-]+)?$/);
  });

  it('write for both directions: no left or right', () => {
    expect(css).not.toMatch(
      /(?:^|[\s-])(left|right)\s*:|(margin|padding|border|inset)-(left|right|top|bottom)|:\s*(left|right);/m,
    );
  });

  it('of a meeting take 4 KB at most, all together', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/styles/styles.css'],
      bundle: true,
      minify: true,
      write: false,
      logLevel: 'error',
    });
    expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(4096);
    const styled = Object.keys(CLASSES).filter((name) =>
      new RegExp(`\\.hummer-${name}\\b`).test(outputFiles[0]!.text),
    );
    expect(styled).toEqual(MEETING.filter((name) => sheets[name]!.includes(`.hummer-${name}`)));
  });

  it('keep their colours where a bundler takes light-dark() apart', async () => {
    // What Vite makes of a sheet for the browsers that it targets by default.
    const built = await viteBuild({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: 'src/styles/tokens.css' } },
    });
    const output = (built as { output: { fileName: string; source?: string | Uint8Array }[] }).output;
    const text = String(output.find(({ fileName }) => fileName.endsWith('.css'))?.source);
    expect(text).not.toContain('light-dark(');
    const root = /:where\(:root\)\s*\{([^}]*)\}/.exec(text)![1]!;
    expect(root).toMatch(/--lightningcss-light:\s*initial/);
    expect(root).toMatch(/--lightningcss-dark:\s*(;|$)/);
  });
});
