import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../../main/model/presets';
import { isLoopback, modelDefaults, needsKey, Profile, profileFrom, profilesFor } from '../../../../main/model/profiles';
import { openSettings } from '../../../../main/settings';

const profile = (change: Partial<Profile> = {}): Profile => ({ ...profileFrom('deepseek'), ...change });

describe('model profiles', () => {
  it('are none until the agent switches models on', () => {
    const models = { ...modelDefaults(), profiles: { a: profile() }, active: { '': 'a' } };
    expect(modelDefaults().on).toBe(false);
    expect(profilesFor(models, {})).toEqual([]);
    expect(profilesFor({ ...models, on: true }, {}).map(({ id }) => id)).toEqual(['a']);
  });

  it("are the shop's own before the general one, then the fallback, none twice, none that is gone", () => {
    const models = { ...modelDefaults(), on: true, profiles: { a: profile(), b: profile(), c: profile() }, active: { '': 'a', 小鹿: 'b', 小羊: 'gone' }, fallback: 'c' };
    const ids = (shop?: string) => profilesFor(models, shop ? { shop } : {}).map(({ id }) => id);
    expect([ids(), ids('小鹿'), ids('小羊'), ids('别家')]).toEqual([['a', 'c'], ['b', 'c'], ['a', 'c'], ['a', 'c']]);
    expect(profilesFor({ ...models, fallback: 'a' }, {}).map(({ id }) => id)).toEqual(['a']);
  });

  it('know this machine from all others', () => {
    for (const url of ['http://127.0.0.1:11434/v1', 'http://localhost:1234/v1', 'http://[::1]:8080', 'http://127.1.2.3']) expect(isLoopback(url), url).toBe(true);
    for (const url of ['http://127.0.0.1.example.com/v1', 'https://localhost.example.com', 'http://192.168.1.2:8000', 'http://127.example.com', '', 'nonsense']) expect(isLoopback(url), url).toBe(false);
  });

  it('mask from the beginning, whatever the preset', () => {
    for (const { id } of PRESETS) expect(profileFrom(id).masking, id).toBe(true);
  });

  it("need a key except on this machine and at an address of the agent's own", () => {
    expect(needsKey(profile())).toBe(true);
    for (const change of [{ baseUrl: 'http://127.0.0.1:9/v1' }, { preset: 'vllm', baseUrl: 'http://192.168.1.2:8000/v1' }, { preset: 'own', baseUrl: 'http://192.168.1.2/v1' }]) expect(needsKey(profile(change))).toBe(false);
  });

  it('take no address with a password in it, no file and no header of ours', () => {
    for (const baseUrl of ['https://a:b@example.com/v1', 'file:///etc/passwd', 'javascript:alert(1)', 'example.com']) expect(Profile.safeParse(profile({ baseUrl })).success, baseUrl).toBe(false);
    for (const name of ['Authorization', 'Host', 'a b', '']) expect(Profile.safeParse(profile({ headers: { [name]: 'x' } })).success, name).toBe(false);
    expect(Profile.safeParse(profile({ headers: { 'X-Gateway': 'a' } })).success).toBe(true);
    expect(Profile.safeParse(profile({ headers: { 'X-Gateway': 'a\r\nb: c' } })).success).toBe(false);
  });

  it('are addresses of the web or this machine in every preset', () => {
    for (const { id, baseUrl, local } of PRESETS.filter(({ id }) => id !== 'own')) expect(local ? isLoopback(baseUrl) : baseUrl.startsWith('https://'), id).toBe(true);
  });

  it('stand or fall one by one in a settings file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'seat-profiles-'));
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ models: { ...modelDefaults(), on: true, facts: 7, profiles: { good: profile(), bad: { ...profile(), baseUrl: 'nonsense' } }, active: { '': 'good' } } }));
    const { settings, problems } = openSettings({ folder });
    expect(Object.keys(settings.all.models.profiles)).toEqual(['good']);
    expect([settings.all.models.on, settings.all.models.facts]).toEqual([true, '']);
    expect(problems.map(({ params }) => params?.['field'])).toEqual(expect.arrayContaining(['models.facts']));
    rmSync(folder, { recursive: true, force: true });
  });
});
