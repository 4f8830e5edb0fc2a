// A chat window of another process, which knows to the millisecond when a text arrived in its input box.
const { app, BrowserWindow } = require('electron');
const { join } = require('node:path');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ x: 0, y: 0, width: 600, height: 500, title: 'seat-bench-target' });
  void window.loadFile(join(__dirname, 'index.html'));
});
