/**
 * The formats by which password managers, on each system, ask that what they copy is not read or kept: the
 * same list as the clipboard manager CopyQ goes by, and the pasteboard types of nspasteboard.org.
 */
import type { ClipboardFormats } from './electron';

/** These say it by being there. */
const BY_PRESENCE: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  win32: ['Clipboard Viewer Ignore', 'ExcludeClipboardContentFromMonitorProcessing'],
  darwin: [
    'org.nspasteboard.ConcealedType',
    'org.nspasteboard.TransientType',
    'application/x-nspasteboard-concealed-type',
    'com.agilebits.onepassword',
  ],
};

/** These say it by their value: a 32-bit 0 on Windows, "secret" on Linux. */
const BY_VALUE: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  win32: ['CanIncludeInClipboardHistory', 'CanUploadToCloudClipboard'],
  linux: ['x-kde-passwordManagerHint'],
};

/** What we add to a reply while it waits to be pasted, so that clipboard managers leave it alone. */
export const OWN_MARKS: Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>> = {
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: '\0',
    CanIncludeInClipboardHistory: '\0\0\0\0',
    CanUploadToCloudClipboard: '\0\0\0\0',
  },
  darwin: { 'org.nspasteboard.ConcealedType': '', 'org.nspasteboard.TransientType': '' },
  linux: { 'x-kde-passwordManagerHint': 'secret' },
};

/** Whether what is on the clipboard now is marked as a secret. */
export async function isMarkedSecret(formats: ClipboardFormats, platform: NodeJS.Platform): Promise<boolean> {
  for (const name of BY_PRESENCE[platform] ?? []) {
    if (await formats.has(name)) return true;
  }
  for (const name of BY_VALUE[platform] ?? []) {
    if (!(await formats.has(name))) continue;
    const value = await formats.read(name);
    // A mark that cannot be read counts.
    if (value === null || saysSecret(value)) return true;
  }
  return false;
}

function saysSecret(value: Buffer): boolean {
  return value.every((byte) => byte === 0) || value.toString('latin1').replace(/\0$/, '') === 'secret';
}
