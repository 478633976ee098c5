export { countTiles } from './tiles.jsx';
export { countCalls } from './members.jsx';
