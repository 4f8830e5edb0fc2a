import type { SettingsState } from '../../main/channels';
import type { Translate } from '../shared/i18n';
import type { Settings } from './useSettings';

type ModelSettings = Settings['models'];
export type ModelPreset = SettingsState['models']['presets'][number];
export type Profile = ModelSettings['profiles'][string];

/** What a preset is called in the list. */
export function presetName({ id, name, local }: ModelPreset, t: Translate): string {
  if (id === 'own') return t('model.settings.own');
  return local ? t('model.settings.localMark', { name }) : name;
}

/** An id that no profile has or ever had: a key that is kept under it must not turn up with another provider. */
export function newProfileId(): string {
  return `model-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/** With a new profile as its preset has it; the first one is used at once. */
export function withProfile(models: ModelSettings, id: string, { id: preset, name, baseUrl, model, firstWordSeconds }: ModelPreset): ModelSettings {
  const profile: Profile = { name, preset, baseUrl, model, headers: {}, proxy: '', masking: true, firstWordSeconds };
  const active = models.active[''] ? models.active : { ...models.active, '': id };
  return { ...models, profiles: { ...models.profiles, [id]: profile }, active };
}

/** Without a profile, also where it was used. */
export function withoutProfile(models: ModelSettings, id: string): ModelSettings {
  const { [id]: _gone, ...profiles } = models.profiles;
  const active = Object.fromEntries(Object.entries(models.active).filter(([, used]) => used !== id));
  return { ...models, profiles, active, fallback: models.fallback === id ? '' : models.fallback };
}

/** Which profile is used everywhere and which for a shop, "" for none of its own. */
export function usesOf({ active, profiles }: ModelSettings, shop: string): { everywhere: string; here: string } {
  const known = (id: string | undefined) => (id && profiles[id] ? id : '');
  return { everywhere: known(active['']), here: shop ? known(active[shop]) : '' };
}

/** Headers as text, a line each. */
export const headersText = (headers: Profile['headers']) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join('\n');

/** Headers out of text; the number of the first line that is none, from 1. */
export function headersFrom(text: string): Profile['headers'] | number {
  const headers: Profile['headers'] = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const match = /^\s*([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100})\s*:\s*([\t\x20-\x7e]{0,1000}?)\s*$/.exec(line);
    if (!match) return index + 1;
    headers[match[1]!] = match[2]!;
  }
  return headers;
}

/** Whether what stands at an address can only be this machine. */
export function isLocal(baseUrl: string): boolean {
  return /^https?:\/\/(?:localhost|[\w.-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/]|$)/i.test(baseUrl);
}
