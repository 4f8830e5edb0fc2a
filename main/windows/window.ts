import { BrowserWindow, session, type BrowserWindowConstructorOptions } from 'electron';
import { join } from 'node:path';
import { APP_ORIGIN } from './protocol';

export type WindowKind = 'panel' | 'practice' | 'settings' | 'learned';

/** Opens a window on one of our pages: isolated, sandboxed, going nowhere else. Hidden until it is shown. */
export function createWindow(kind: WindowKind, options: BrowserWindowConstructorOptions): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    backgroundColor: '#F2F3F5',
    autoHideMenuBar: true,
    ...options,
    webPreferences: {
      preload: join(__dirname, 'preload.js'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  const contents = window.webContents;
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  void window.loadURL(`${APP_ORIGIN}/${kind}/index.html`);
  return window;
}

/** Denies every permission (camera, notifications, clipboard reading by pages, devices …): no page of ours needs one. */
export function denyPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
}
