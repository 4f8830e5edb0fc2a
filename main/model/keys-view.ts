/** Where a key is kept. `session`: until the app ends. `file`: as it is, in a file that only this user can read. */
export const KEY_PLACES = ['keychain', 'session', 'file'] as const;
export type KeyPlace = (typeof KEY_PLACES)[number];

/** `unreadable`: there is one, but the keychain does not give it out any more. */
export type KeyState = KeyPlace | 'none' | 'unreadable';

/** Longest key that is taken; what providers and their gateways issue is shorter. */
export const MOST_KEY = 4_000;
