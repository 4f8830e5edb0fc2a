// The least that an Electron app can be: one window with an empty page. What ours is measured against.
const { app, BrowserWindow } = require('electron');
const { join } = require('node:path');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 384, height: 900, show: false, title: 'seat-bench-empty' });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(join(__dirname, 'index.html'));
});
