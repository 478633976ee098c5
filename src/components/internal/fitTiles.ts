/** The narrowest and the widest shape that a tile may take besides its own, as width by height. */
const NARROWEST = 2 / 3;
const WIDEST = 16 / 9;
/** Below this a tile shows nobody: the stage scrolls instead. */
const SMALLEST_PX = 144;

export interface Box {
  width: number;
  height: number;
}

/**
 * The size at which `count` equal tiles fill an area best. Tiles may become narrower than 16 by 9, down to 2 by 3, where
 * that leaves less of the area empty; what does not fit in a sensible size is scrolled to.
 */
export function fitTiles(area: Box, count: number, gap: number): Box {
  const widthOf = (columns: number): number => (area.width - gap * (columns - 1)) / columns;
  const most = Math.max(1, Math.floor((area.width + gap) / (SMALLEST_PX + gap)));
  let best: Box = { width: 0, height: 0 };
  for (let columns = 1; columns <= Math.min(count, most); columns++) {
    const rows = Math.ceil(count / columns);
    const width = widthOf(columns);
    const height = (area.height - gap * (rows - 1)) / rows;
    const tile = within(width, height);
    if (tile.width * tile.height > best.width * best.height) best = tile;
  }
  if (best.width >= Math.min(SMALLEST_PX, area.width)) return best;
  const width = Math.floor(widthOf(most));
  return { width, height: Math.floor(width / WIDEST) };
}

/** What a page of tiles holds at most: none of them is smaller than these. */
const SMALLEST_ON_PAGE = { width: SMALLEST_PX, height: 104 };

/** How many tiles of a sensible size an area holds, at least one. */
export function tilesPerPage(area: Box, gap: number): number {
  const columns = Math.floor((area.width + gap) / (SMALLEST_ON_PAGE.width + gap));
  const rows = Math.floor((area.height + gap) / (SMALLEST_ON_PAGE.height + gap));
  return Math.max(1, columns) * Math.max(1, rows);
}

function within(width: number, height: number): Box {
  const shape = Math.min(WIDEST, Math.max(NARROWEST, width / height));
  return {
    width: Math.floor(Math.min(width, height * shape)),
    height: Math.floor(Math.min(height, width / shape)),
  };
}
