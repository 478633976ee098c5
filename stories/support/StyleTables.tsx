import type { ReactElement } from 'react';

const STATE = [
  ['`data-status`', 'VideoTile', '`live` `waiting` `starting` `failed` `off`'],
  ['', 'ConnectionBanner', '`reconnecting` `restored` `lost`'],
  ['', 'DeviceSelector', '`ready` `prompt` `denied` `none` `lost` `fixed`'],
  ['', 'MessageInput', '`ready` `disabled`'],
  ['', 'a message', '`sending` `sent` `failed`'],
  ['', 'MeetingRoom', '`idle` `joining` `joined` `reconnecting` `left` `failed`'],
  ['', 'PreJoin', '`idle` `starting` `ready` `failed`'],
  ['', 'OutgoingCall', '`dialling` `ringing` `connecting` `connected` `ended`'],
  ['`data-speaking`', 'VideoTile, a member', ''],
  ['`data-muted`', 'VideoTile, a member, MicButton, CameraButton', ''],
  ['`data-pending`', 'MicButton, CameraButton, IncomingCall', ''],
  ['`data-video` `data-group`', 'IncomingCall, OutgoingCall', ''],
  ['`data-modal` `data-silenced` `data-waiting`', 'IncomingCall', ''],
  ['`data-page` `data-pages`', 'VideoGrid', 'numbers'],
  ['`data-main`', 'the large tile of a SpeakerLayout', ''],
  ['`data-alone`', 'SpeakerLayout', ''],
  ['`data-sharing`', 'ScreenShareButton', ''],
  ['`data-side` `data-checked`', 'DeviceMenu, its entries', '`above` `below`'],
  ['`data-quality` `data-filled`', 'NetworkQualityIndicator, its bars', '`0` … `6`'],
  ['`data-local`', 'VideoTile, a member, a message', ''],
  ['`data-source`', 'VideoTile', '`main` `screen`'],
  ['`data-continued`', 'a message', ''],
  ['`data-empty`', 'MemberList, MessageList, MessageInput', ''],
  ['`data-panel` `data-narrow`', 'MeetingRoom', '`open` `closed`'],
  ['`data-layout`', 'MeetingRoom', '`grid` `speaker`'],
  ['`data-open`', 'DeviceMenu', ''],
  [
    '`data-reason`',
    'the end of a MeetingRoom',
    '`leave` `kicked` `banned` `dismissed` `timeout` `evicted` `failed` …',
  ],
  ['', 'OutgoingCall', 'the `endReason` of `useCall()`'],
  ['`data-variant` `data-icon`', 'Button', '`primary` `danger` `text`'],
];

const VARIABLES = [
  ['`--hummer-color-canvas` `-surface` `-tile` `-line` `-overlay`', 'grounds and lines'],
  ['`--hummer-color-text` `-quiet` `-alarm`', 'words'],
  [
    '`--hummer-color-accent` `-on-accent` `-danger` `-on-danger` `-speaking`',
    'what is pressed, and who speaks',
  ],
  ['`--hummer-space-1` … `-4`, `--hummer-radius-1` `-2` `-full`', 'measures'],
  ['`--hummer-font-family` `-size` `-small` `-strong`', 'type'],
  ['`--hummer-focus-ring`', 'the outline of what has the focus'],
  ['`--hummer-tile-aspect`', 'the shape of a tile'],
];

/** Every data attribute of the styling contract. */
export function StateTable(): ReactElement {
  return <Table head={['Attribute', 'On', 'Values']} rows={STATE} />;
}

/** Every public variable. */
export function VariableTable(): ReactElement {
  return <Table head={['Variables', 'For']} rows={VARIABLES} />;
}

function Table({ head, rows }: { head: string[]; rows: string[][] }): ReactElement {
  return (
    <table>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title}>{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{withCode(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is between backticks is code. */
function withCode(text: string): (string | ReactElement)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}
