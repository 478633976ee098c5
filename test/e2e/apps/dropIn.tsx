/** The drop-in meeting, as an app has it. */
import { createRoot } from 'react-dom/client';
import { HummerProvider, MeetingRoom } from '../../../src/index.js';
import '../../../src/styles/styles.css';

const query = new URLSearchParams(location.search);
const option = (name: string): string => query.get(name) ?? '';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
root.style.blockSize = '100dvh';
createRoot(root).render(
  <HummerProvider appid={1} url={option('url')} uid={option('uid')}>
    <MeetingRoom roomId={option('room')} displayName={option('name')} />
  </HummerProvider>,
);
