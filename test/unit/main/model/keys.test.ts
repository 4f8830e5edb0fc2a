import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyStore, type Keychain } from '../../../../main/model/keys';
import { ProblemError } from '../../../../main/problem';

/** A keychain of one machine: what another one encrypted it cannot read. */
const keychain = (machine: string): Keychain => ({
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(`${machine}:${Buffer.from(text).toString('hex')}`),
  decryptString: (data) => {
    const [owner, hex] = data.toString().split(':');
    if (owner !== machine) throw new Error('not ours');
    return Buffer.from(hex!, 'hex').toString();
  },
});
const none: Keychain = { ...keychain('x'), isEncryptionAvailable: () => false };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'seat-keys-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => join(folder, 'model-keys.json');

function codeOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    return error instanceof ProblemError ? error.problem.code : String(error);
  }
  return '';
}

describe('the keys of models', () => {
  it('are encrypted by the keychain and there again after a restart', () => {
    new KeyStore(folder, keychain('a')).set('p', ' sk-secret\n', 'keychain');
    expect(readFileSync(file(), 'utf8')).not.toContain('sk-secret');
    const again = new KeyStore(folder, keychain('a'));
    expect([again.get('p'), again.state('p')]).toEqual(['sk-secret', 'keychain']);
  });

  it('are asked for again where the keychain no longer opens them', () => {
    new KeyStore(folder, keychain('a')).set('p', 'sk-secret', 'keychain');
    const moved = new KeyStore(folder, keychain('b'));
    expect([moved.get('p'), moved.state('p')]).toEqual(['', 'unreadable']);
  });

  it('are never written in the clear without being told to', () => {
    const keys = new KeyStore(folder, none);
    expect(keys.encrypts).toBe(false);
    expect(codeOf(() => keys.set('p', 'sk-secret', 'keychain'))).toBe('model-no-keychain');
    keys.set('p', 'sk-secret', 'session');
    expect(keys.get('p')).toBe('sk-secret');
    expect(existsSync(file())).toBe(false);
    expect(new KeyStore(folder, none).state('p')).toBe('none');
  });

  it.skipIf(process.platform === 'win32')('stand in a file that only this user can read, where the agent chose that', () => {
    new KeyStore(folder, none).set('p', 'sk-secret', 'file');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(new KeyStore(folder, none).get('p')).toBe('sk-secret');
  });

  it('count a backend that hides nothing as none', () => {
    expect(new KeyStore(folder, { ...keychain('a'), getSelectedStorageBackend: () => 'basic_text' }).encrypts).toBe(false);
    expect(new KeyStore(folder, { ...keychain('a'), getSelectedStorageBackend: () => 'gnome_libsecret' }).encrypts).toBe(true);
  });

  it('change and go at once, wherever they were kept', () => {
    const keys = new KeyStore(folder, keychain('a'));
    keys.set('p', 'one', 'keychain');
    keys.set('p', 'two', 'session');
    expect(keys.get('p')).toBe('two');
    expect(new KeyStore(folder, keychain('a')).get('p')).toBe('');
    keys.set('p', 'three', 'file');
    expect(keys.get('p')).toBe('three');
    keys.set('p', '', 'keychain');
    expect([keys.get('p'), keys.state('p'), existsSync(file())]).toEqual(['', 'none', false]);
  });

  it('are refused when they cannot be one, and the former one stays', () => {
    const keys = new KeyStore(folder, keychain('a'));
    keys.set('p', 'one', 'keychain');
    for (const wrong of ['sk-密钥', 'a b', 'a\nb', 'x'.repeat(5_000)]) expect(codeOf(() => keys.set('p', wrong, 'keychain'))).toBe('model-key-form');
    expect(keys.get('p')).toBe('one');
  });

  it('are none where the file is damaged, which the next key replaces', () => {
    writeFileSync(file(), '{"p": 7');
    const keys = new KeyStore(folder, keychain('a'));
    expect(keys.state('p')).toBe('none');
    keys.set('p', 'one', 'keychain');
    expect(new KeyStore(folder, keychain('a')).get('p')).toBe('one');
  });
});
