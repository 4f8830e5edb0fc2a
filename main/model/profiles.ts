/** Model profiles: which provider, which model, how it is reached; one in use for each scope, another as fallback. */
import { z } from 'zod';
import type { Scope } from '../../rules/types';
import { presetOf } from './presets';

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
/** Written by us for every request: a profile may not set them otherwise. */
const OWN_HEADERS = /^(?:host|content-length|content-type|connection|transfer-encoding|authorization)$/i;

const url = (protocols: RegExp) =>
  z.string().trim().max(500).refine((text) => text === '' || isUrl(text, protocols), { message: 'not a web address' });

export const Profile = z.strictObject({
  name: z.string().trim().max(100),
  preset: z.string().max(40),
  baseUrl: url(/^https?:$/),
  model: z.string().trim().max(200),
  /** Sent besides the key, for gateways that want more. */
  headers: z.record(z.string().regex(HEADER_NAME).refine((name) => !OWN_HEADERS.test(name)), z.string().max(1_000).regex(/^[\t\x20-\x7e]*$/)),
  /** An HTTP or HTTPS proxy, as http://host:port; "" for none. */
  proxy: url(/^https?:$/),
  /** Personal data is masked before it leaves. */
  masking: z.boolean(),
  /** How long the first word may take, s. */
  firstWordSeconds: z.number().int().min(2).max(300),
});
export type Profile = z.infer<typeof Profile>;

/** What the settings hold about models. */
export const ModelSettings = z.strictObject({
  /** Off until the agent switches it on: nothing leaves the machine before. */
  on: z.boolean(),
  /** By id. */
  profiles: z.record(z.string().min(1).max(64), Profile),
  /** The profile in use, by shop; "" is everywhere. */
  active: z.record(z.string().max(200), z.string().max(64)),
  /** The profile that is asked when the one in use fails; "" for none. */
  fallback: z.string().max(64),
  /** A rule that fits word for word is answer enough. */
  skipWhenSure: z.boolean(),
  /** What the shop promises: prices, times, conditions. */
  facts: z.string().max(6_000),
  /** How the shop speaks. */
  tone: z.string().max(1_000),
});
export type ModelSettings = z.infer<typeof ModelSettings>;

/** Switched off, with no profile. */
export const modelDefaults = (): ModelSettings => ({ on: false, profiles: {}, active: {}, fallback: '', skipWhenSure: true, facts: '', tone: '' });

/** A profile with its id. */
export type NamedProfile = Profile & { id: string };

/** A new profile as its preset has it. */
export function profileFrom(presetId: string): Profile {
  const { id, name, baseUrl, model, firstWordSeconds } = presetOf(presetId);
  return { name, preset: id, baseUrl, model, headers: {}, proxy: '', masking: true, firstWordSeconds };
}

/** The profiles to ask for a scope, in this order: the one in use (the shop's own before the general one), then the fallback. None while switched off. */
export function profilesFor(models: ModelSettings, scope: Scope): NamedProfile[] {
  if (!models.on) return [];
  const own = scope.shop === undefined ? undefined : models.active[scope.shop];
  const ids = [own && Object.hasOwn(models.profiles, own) ? own : models.active[''], models.fallback];
  return [...new Set(ids)].flatMap((id) => {
    const profile = id && Object.hasOwn(models.profiles, id) ? models.profiles[id] : undefined;
    return id && profile && profile.baseUrl ? [{ ...profile, id }] : [];
  });
}

/** Whether a base URL is this machine itself, so that nothing leaves it. */
export function isLoopback(baseUrl: string): boolean {
  const hostname = urlOf(baseUrl)?.hostname ?? '';
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Whether a profile is not worth asking without a key. An address of the agent's own may do without one. */
export function needsKey({ preset, baseUrl }: Pick<Profile, 'preset' | 'baseUrl'>): boolean {
  const { local, id } = presetOf(preset);
  return !local && id !== 'own' && !isLoopback(baseUrl);
}

function isUrl(text: string, protocols: RegExp): boolean {
  const url = urlOf(text);
  // A password in an address would be stored in the settings as it is.
  return url !== null && protocols.test(url.protocol) && url.username === '' && url.password === '';
}

/** The parts of a web address; null for what is none. `URL.canParse` is younger than the oldest Electron that we run in. */
function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The host and port of a base URL, as it stands where that is none. */
export function hostOf(baseUrl: string): string {
  return urlOf(baseUrl)?.host ?? baseUrl;
}
