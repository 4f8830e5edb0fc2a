import { describe, expect, it } from 'vitest';
import { ClipboardFormats } from '../../../../main/desktop/electron';
import { isMarkedSecret } from '../../../../main/desktop/secret-marks';
import { currentShape, oldShape } from './fake-clipboards';

describe.each([
  ['Electron 45', currentShape],
  ['Electron 25', oldShape],
])('the marks of password managers, read through %s', (_, shape) => {
  const marked = (platform: NodeJS.Platform, formats: Record<string, string>): Promise<boolean> =>
    isMarkedSecret(new ClipboardFormats(shape(new Map(Object.entries({ 'text/plain': 'x', ...formats })))), platform);

  it.each([
    ['win32', 'Clipboard Viewer Ignore', '1'],
    ['win32', 'ExcludeClipboardContentFromMonitorProcessing', '1'],
    ['win32', 'CanIncludeInClipboardHistory', '\0\0\0\0'],
    ['win32', 'CanUploadToCloudClipboard', '\0\0\0\0'],
    ['darwin', 'org.nspasteboard.ConcealedType', '1'],
    ['darwin', 'org.nspasteboard.TransientType', '1'],
    ['darwin', 'application/x-nspasteboard-concealed-type', '1'],
    ['linux', 'x-kde-passwordManagerHint', 'secret'],
  ] as const)('on %s: %s', async (platform, name, value) => {
    expect(await marked(platform, { [name]: value })).toBe(true);
  });

  it.each([
    ['win32', 'CanIncludeInClipboardHistory', '\u0001\0\0\0'],
    ['linux', 'x-kde-passwordManagerHint', 'public'],
    ['linux', 'Clipboard Viewer Ignore', '1'],
    ['darwin', 'public.utf8-plain-text', 'x'],
  ] as const)('but not on %s: %s with a value that says otherwise', async (platform, name, value) => {
    expect(await marked(platform, { [name]: value })).toBe(false);
  });

  it('takes a mark that cannot be read for a secret', async () => {
    const formats = new ClipboardFormats(shape(new Map([['x-kde-passwordManagerHint', 'public']])));
    formats.read = async () => null;
    expect(await isMarkedSecret(formats, 'linux')).toBe(true);
  });
});
