import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { createWindow } from './window';

const MIN_WIDTH = 360;
const MAX_WIDTH = 420;
const WIDTH = 384;
const MIN_HEIGHT = 480;

/** The panel: always on top, beside the work, where it was left. */
export function createPanel(bounds: Rectangle | null): BrowserWindow {
  const panel = createWindow('panel', {
    ...(bounds && isOnAScreen(bounds) ? clamp(bounds) : atRightEdge()),
    minWidth: MIN_WIDTH,
    maxWidth: MAX_WIDTH,
    minHeight: MIN_HEIGHT,
    frame: false,
    alwaysOnTop: true,
    skipTaskbar: false,
    fullscreenable: false,
    maximizable: false,
    title: '坐席助手',
  });
  panel.setAlwaysOnTop(true, 'floating');
  return panel;
}

function atRightEdge(): Rectangle {
  const { x, y, width, height } = screen.getPrimaryDisplay().workArea;
  return { x: x + width - WIDTH, y, width: WIDTH, height: Math.min(height, 900) };
}

function clamp(bounds: Rectangle): Rectangle {
  return {
    ...bounds,
    width: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, bounds.width)),
    height: Math.max(MIN_HEIGHT, bounds.height),
  };
}

/** A screen may have been unplugged since: then the panel would open where nobody sees it. */
function isOnAScreen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const overlap = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    return overlap > 100 && y >= area.y - 10 && y < area.y + area.height - 60;
  });
}
