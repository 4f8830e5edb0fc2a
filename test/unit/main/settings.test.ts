import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSettings } from '../../../main/settings';

let folder: string;
const file = () => join(folder, 'settings.json');
const stored = () => JSON.parse(readFileSync(file(), 'utf8')) as Record<string, unknown>;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'settings-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('settings', () => {
  it('start with defaults and an id of this seat that stays', () => {
    const first = openSettings({ folder });
    expect(first.problems).toEqual([]);
    expect(first.settings.all).toMatchObject({ insertAndSend: false, watchPrimary: false, started: false });
    expect(openSettings({ folder }).settings.all.seat).toBe(first.settings.all.seat);
  });

  it('are there again after a restart', () => {
    openSettings({ folder }).settings.set('programs', { mousepad: 'watch' });
    expect(openSettings({ folder }).settings.all.programs).toEqual({ mousepad: 'watch' });
  });

  it('lose only the field that is wrong, and say which', () => {
    const { settings } = openSettings({ folder });
    settings.set('agentName', '小鹿');
    writeFileSync(file(), JSON.stringify({ ...stored(), silentBelow: 7 }));
    const again = openSettings({ folder });
    expect(again.settings.all).toMatchObject({ agentName: '小鹿', silentBelow: 0.4 });
    expect(again.problems).toMatchObject([{ code: 'settings-field', params: { field: 'silentBelow' } }]);
  });

  it('that are no JSON are set aside and named, and the copy of the last good start is used', () => {
    openSettings({ folder }).settings.set('agentName', '小鹿');
    openSettings({ folder });
    writeFileSync(file(), '{"agentName": "小');
    const again = openSettings({ folder });
    expect(again.settings.all.agentName).toBe('小鹿');
    expect(again.problems).toMatchObject([{ code: 'settings-damaged', params: { restored: 1 } }]);
    const kept = readdirSync(folder).find((name) => name.startsWith('settings-damaged'))!;
    expect(readFileSync(join(folder, kept), 'utf8')).toBe('{"agentName": "小');
  });

  it.each([
    ['silentBelow', 2],
    ['keys', { insert1: 'Alt+1' }],
    ['programs', { mousepad: 'sometimes' }],
    ['seat', 'another'],
    ['__proto__', {}],
    ['nothing', 1],
  ])('refuse %s from a window when it is nothing the agent may set', (name, value) => {
    const { settings } = openSettings({ folder });
    const before = settings.all;
    expect(settings.trySet(name, value).ok).toBe(false);
    expect(settings.all).toEqual(before);
  });

  it('tell who listens, until they stop', () => {
    const { settings } = openSettings({ folder });
    let told = 0;
    const stop = settings.onChange(() => told++);
    settings.set('agentName', 'a');
    stop();
    settings.set('agentName', 'b');
    expect(told).toBe(1);
  });
});
