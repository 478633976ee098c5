import { JSDOM } from 'jsdom';
import { importBundled } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';

export const title = 'Renders and calls (counted, on the test backend)';

export async function run({ sizes = [10, 1_000, 10_000] } = {}) {
  openDom();
  const { countTiles, countMeeting, countCalls } = await importBundled('renders', 'bench/renders/entry.jsx');
  const tiles = await countTiles({ peers: 25, events: 100 });
  const rows = [
    {
      what: '25 peers, 100 events about one: renders of the list / of other tiles',
      measured: `${tiles.list} / ${tiles.others}`,
      budget: '0 / 0',
      met: tiles.mounted === 25 && tiles.speaker > 0 && tiles.list === 0 && tiles.others === 0,
      note: `the speaker's own tile ${tiles.speaker}, member list ${tiles.members}, ${tiles.mounted} tiles mounted`,
    },
  ];
  const meeting = await countMeeting({ peers: 25, seconds: 20 });
  rows.push({
    what: '25 peers, everybody speaks for 20 s, levels 20 times a second: renders a second beside the speaking marks',
    measured: meeting.perSecond.toFixed(1),
    budget: '0',
    met: meeting.mounted === 25 && meeting.marks > 0 && meeting.perSecond === 0,
    note: `${meeting.marks} renders of marks in all, ${meeting.mounted} tiles mounted`,
  });
  const counted = [];
  for (const members of sizes) counted.push(await countCalls({ members }));
  const sums = counted.map(({ reads, listeners, renders }) => reads + listeners + renders);
  rows.push({
    what: `one event: reads + listeners + renders at ${sizes.map((size) => size.toLocaleString('en')).join(' / ')} members`,
    measured: sums.join(' / '),
    budget: 'equal',
    met: sums.every((sum) => sum > 0 && sum === sums[0]),
    note: counted.map(({ reads, listeners, renders }) => `${reads}+${listeners}+${renders}`).join(', '),
  });
  return rows;
}

/** A DOM for React, as in the unit tests, and the fake browser's media. */
function openDom() {
  const { window } = new JSDOM('<!doctype html><body></body>', {
    url: 'http://127.0.0.1/',
    pretendToBeVisual: true,
  });
  Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
  const names = [
    'navigator',
    'HTMLElement',
    'HTMLMediaElement',
    'HTMLVideoElement',
    'HTMLCanvasElement',
    'Node',
    'MediaStream',
  ];
  for (const name of names) globalThis[name] ??= window[name];
}

await runAlone(import.meta.url, title, run);
