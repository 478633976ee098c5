export { countTiles } from './tiles.jsx';
export { countMeeting } from './meeting.jsx';
export { countCalls } from './members.jsx';
