/** Keys of model providers: encrypted by the system's keychain, or as the agent chose where there is none. Never logged. */
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProblemError } from '../problem';
import { MOST_KEY, type KeyPlace, type KeyState } from './keys-view';

/** What is used of Electron's safeStorage. */
export interface Keychain {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(data: Buffer): string;
  /** Linux only; "basic_text" hides a key from nobody. */
  getSelectedStorageBackend?(): string;
}

const FILE = 'model-keys.json';
const Stored = z.record(z.string(), z.union([z.strictObject({ encrypted: z.string() }), z.strictObject({ plain: z.string() })]));
type Stored = z.infer<typeof Stored>;

/** The keys of all profiles, by profile id. */
export class KeyStore {
  readonly #file: string;
  readonly #keychain: Keychain;
  readonly #session = new Map<string, string>();
  readonly #decrypted = new Map<string, string | null>();
  #stored: Stored | null = null;

  constructor(folder: string, keychain: Keychain) {
    this.#file = join(folder, FILE);
    this.#keychain = keychain;
  }

  /** Whether the system encrypts. Asked late: on Linux the answer is known only when the app is ready. */
  get encrypts(): boolean {
    return this.#keychain.isEncryptionAvailable() && this.#keychain.getSelectedStorageBackend?.() !== 'basic_text';
  }

  /** The key of a profile, "" without one. */
  get(profile: string): string {
    const session = this.#session.get(profile);
    if (session !== undefined) return session;
    const entry = this.#read()[profile];
    if (!entry) return '';
    return 'plain' in entry ? entry.plain : (this.#decrypt(entry.encrypted) ?? '');
  }

  state(profile: string): KeyState {
    if (this.#session.has(profile)) return 'session';
    const entry = this.#read()[profile];
    if (!entry) return 'none';
    if ('plain' in entry) return 'file';
    return this.#decrypt(entry.encrypted) === null ? 'unreadable' : 'keychain';
  }

  /**
   * Keeps a key, in the place of any former one; it holds from the next call on. "" removes it. Throws ProblemError
   * `model-key-form` for what cannot be a key, `model-no-keychain` where the system does not encrypt, `cannot-save` when
   * the disk refuses: the key holds for this session then.
   */
  set(profile: string, key: string, place: KeyPlace): void {
    const clean = key.trim();
    if (clean.length > MOST_KEY || !/^[\x21-\x7e]*$/.test(clean)) throw new ProblemError({ code: 'model-key-form' });
    if (clean !== '' && place === 'keychain' && !this.encrypts) throw new ProblemError({ code: 'model-no-keychain' });
    this.#session.delete(profile);
    const { [profile]: former, ...rest } = this.#read();
    if (clean !== '' && place !== 'file' && place !== 'keychain') this.#session.set(profile, clean);
    const entry = clean === '' || place === 'session' ? null : place === 'file' ? { plain: clean } : { encrypted: this.#keychain.encryptString(clean).toString('base64') };
    if (!entry && !former) return;
    try {
      this.#write(entry ? { ...rest, [profile]: entry } : rest);
    } catch (error) {
      if (clean !== '') this.#session.set(profile, clean);
      throw new ProblemError({ code: 'cannot-save', file: this.#file, detail: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Asked of the keychain once: it may be slow, and may ask the user. */
  #decrypt(data: string): string | null {
    let key = this.#decrypted.get(data);
    if (key === undefined) {
      try {
        key = this.#keychain.decryptString(Buffer.from(data, 'base64'));
      } catch {
        // Another user, another machine, or a keychain that was reset: the agent enters the key again.
        key = null;
      }
      this.#decrypted.set(data, key);
    }
    return key;
  }

  #read(): Stored {
    this.#stored ??= readFile(this.#file);
    return this.#stored;
  }

  /** Whole or not at all, readable by this user alone from the first byte on. */
  #write(stored: Stored): void {
    if (Object.keys(stored).length === 0) rmSync(this.#file, { force: true });
    else {
      const next = `${this.#file}.tmp`;
      rmSync(next, { force: true });
      writeFileSync(next, JSON.stringify(stored), { mode: 0o600 });
      chmodSync(next, 0o600);
      renameSync(next, this.#file);
    }
    this.#stored = stored;
  }
}

/** A file that cannot be read holds no keys: the agent is asked for them. */
function readFile(file: string): Stored {
  try {
    if (existsSync(file)) return Stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Damaged. It is replaced when the next key is entered.
  }
  return {};
}
