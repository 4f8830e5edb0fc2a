import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../../main/problem';
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
    expect(again.settings.all).toMatchObject({ agentName: '小鹿', silentBelow: 0.3 });
    expect(again.problems).toMatchObject([{ code: 'settings-field', params: { field: 'silentBelow' } }]);
  });

  it('lose only the part that is wrong: one bad key or program does not cost the others', () => {
    const { settings } = openSettings({ folder });
    settings.set('keys', { ...settings.all.keys, insert1: 'Alt+7' });
    const keys = { ...settings.all.keys, insert2: 5 };
    writeFileSync(file(), JSON.stringify({ ...stored(), keys, programs: { mousepad: 'watch', gedit: 'sometimes' } }));
    const again = openSettings({ folder });
    expect(again.settings.all.keys).toEqual({ ...settings.all.keys, insert2: 'Alt+2' });
    expect(again.settings.all.programs).toEqual({ mousepad: 'watch' });
    expect(again.problems.map(({ params }) => params?.['field'])).toEqual(['programs.gedit', 'keys.insert2']);
  });

  it('of an older version get the defaults of what is new, without a word', () => {
    const { settings } = openSettings({ folder });
    settings.set('keys', { ...settings.all.keys, show: 'Alt+S' });
    const { undo: _undo, ...keys } = settings.all.keys;
    const { closeCall: _closeCall, ...rest } = stored();
    writeFileSync(file(), JSON.stringify({ ...rest, keys }));
    const again = openSettings({ folder });
    expect(again.problems).toEqual([]);
    expect(again.settings.all).toEqual(settings.all);
  });

  it('of a newer version stay in the file, though they mean nothing here', () => {
    openSettings({ folder });
    writeFileSync(file(), JSON.stringify({ ...stored(), fromTheFuture: [1] }));
    openSettings({ folder }).settings.set('agentName', '小鹿');
    expect(stored()).toMatchObject({ fromTheFuture: [1], agentName: '小鹿' });
  });

  it('that cannot be written hold for the session, and the problem names the file', () => {
    const { settings } = openSettings({ folder });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where the folder was');
    expect(() => settings.set('agentName', '小鹿')).toThrow(ProblemError);
    expect(settings.all.agentName).toBe('小鹿');
    const { settings: anew, problems } = openSettings({ folder });
    expect(anew.all.agentName).toBe('');
    expect(problems).toMatchObject([{ code: 'cannot-save', file: file() }]);
  });

  it('are written again whole after somebody deleted the file', () => {
    const { settings } = openSettings({ folder });
    settings.set('agentName', '小鹿');
    rmSync(file());
    settings.set('shopName', '小店');
    expect(stored()).toMatchObject({ agentName: '小鹿', shopName: '小店', seat: settings.all.seat });
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
