/** Key presses for the window that has the focus, by the XTEST extension. */
import type { Connection } from './connection';

const KEYSYM_V = 0x76;
const KEYSYM_CONTROL_L = 0xffe3;
const KEYSYM_RETURN = 0xff0d;
/** Key codes of a PC keyboard, for servers whose mapping lacks the keysym. */
const FALLBACK: Record<number, number> = { [KEYSYM_V]: 55, [KEYSYM_CONTROL_L]: 37, [KEYSYM_RETURN]: 36 };
/** Row of the modifier mapping that holds the Control keys; the row before it is Lock, which is never touched. */
const CONTROL_ROW = 2;
const LOCK_ROW = 1;

interface KeyMap {
  codeOf: Map<number, number>;
  modifiers: Set<number>;
  control: Set<number>;
  lock: Set<number>;
}

export class Keys {
  private map: Promise<KeyMap> | null = null;

  constructor(private readonly connection: Connection) {
    connection.on('MappingNotify', () => (this.map = null));
  }

  /**
   * Control+V, whatever the user still holds down. Other keys are let go first: as long as the key of a global
   * shortcut is down, X sends all keys to the program that the shortcut belongs to. Then Control goes down
   * before Alt and the like go up, since a press and release of Alt alone would open a menu. They stay up: a key
   * pressed again for the user would hang if he lets it go at that moment.
   */
  async sendPaste(): Promise<void> {
    const { map, down } = await this.state();
    const control = map.codeOf.get(KEYSYM_CONTROL_L)!;
    const v = map.codeOf.get(KEYSYM_V)!;
    const modifiers = down.filter((code) => map.modifiers.has(code) && !map.control.has(code) && !map.lock.has(code));
    const others = down.filter((code) => !map.modifiers.has(code));
    await this.strike([
      ...others.map((code) => [code, 'up'] as const),
      [control, 'down'],
      ...modifiers.map((code) => [code, 'up'] as const),
      [v, 'down'],
      [v, 'up'],
      [control, 'up'],
    ]);
  }

  /** Return alone: all keys that the user holds down are let go first. */
  async sendReturn(): Promise<void> {
    const { map, down } = await this.state();
    const code = map.codeOf.get(KEYSYM_RETURN)!;
    const held = down.filter((one) => !map.lock.has(one));
    await this.strike([...held.map((one) => [one, 'up'] as const), [code, 'down'], [code, 'up']]);
  }

  private async strike(keys: (readonly [code: number, direction: 'down' | 'up'])[]): Promise<void> {
    const { xtest } = this.connection.extensions;
    this.connection.send(() => {
      for (const [code, direction] of keys) {
        xtest.FakeInput(direction === 'down' ? xtest.KeyPress : xtest.KeyRelease, code, 0, 0, 0, 0);
      }
    });
    await this.connection.sync();
  }

  private async state(): Promise<{ map: KeyMap; down: number[] }> {
    const { connection } = this;
    this.map ??= this.readMap();
    const [map, keymap] = await Promise.all([this.map, connection.ask<Buffer>((done) => connection.client.QueryKeymap(done))]);
    const down: number[] = [];
    for (let code = 8; code < 256; code++) if ((keymap[code >> 3]! >> (code & 7)) & 1) down.push(code);
    return { map, down };
  }

  private async readMap(): Promise<KeyMap> {
    const { connection } = this;
    const { min_keycode: first, max_keycode: last } = connection.display;
    const [rows, modifiers] = await Promise.all([
      connection.ask<number[][]>((done) => connection.client.GetKeyboardMapping(first, last - first + 1, done)),
      connection.ask<number[][]>((done) => connection.client.GetModifierMapping(done)),
    ]);
    const codes = (row: number[] | undefined): Set<number> => new Set(row?.filter((code) => code !== 0));
    const codeOf = new Map(
      [KEYSYM_V, KEYSYM_CONTROL_L, KEYSYM_RETURN].map((keysym) => [keysym, codeFor(rows, first, keysym) ?? FALLBACK[keysym]!]),
    );
    return { codeOf, modifiers: codes(modifiers.flat()), control: codes(modifiers[CONTROL_ROW]), lock: codes(modifiers[LOCK_ROW]) };
  }
}

/** The key that gives a keysym without a further key, in the first layout if it can, else in a later one. */
function codeFor(rows: number[][], first: number, keysym: number): number | null {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  for (let column = 0; column < columns; column += 2) {
    const index = rows.findIndex((row) => row[column] === keysym);
    if (index >= 0) return first + index;
  }
  return null;
}
