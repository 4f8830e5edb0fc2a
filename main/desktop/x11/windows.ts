/**
 * The windows of an X11 desktop by the properties of its window manager (EWMH 1.5), and, without one that
 * knows EWMH, by the plain window tree and the input focus.
 */
import x11 from 'x11';
import type { WindowInfo } from '../desktop';
import type { Clients } from './clients';
import type { Connection } from './connection';
import { orElse } from './connection';

/** Longest title that is read, in bytes. */
const TITLE_BYTES = 4_096;
/** IsViewable of GetWindowAttributes. */
const VIEWABLE = 2;

/** X's number of the window of a `WindowInfo.id`; null if it is none of ours. */
export function xidOf(id: string): number | null {
  const match = /^x11:0x([0-9a-f]{1,8})(#\d+)?$/.exec(id);
  return match ? Number.parseInt(match[1]!, 16) : null;
}

/** `WindowInfo.id` of a window, from X's number of it. */
export function idOf(xid: number, generation = 0): string {
  return `x11:0x${(xid >>> 0).toString(16)}${generation > 0 ? `#${generation}` : ''}`;
}

export class Windows {
  /** X gives the number of a closed window to a later one: told apart by the process. */
  private readonly seen = new Map<number, { pid: number; generation: number }>();

  constructor(
    private readonly connection: Connection,
    private readonly clients: Clients,
  ) {}

  /** Whether a window manager that knows EWMH runs. */
  async hasManager(): Promise<boolean> {
    const { connection } = this;
    const [check] = await connection.numbers(connection.root, '_NET_SUPPORTING_WM_CHECK');
    return check !== undefined && (await connection.numbers(check, '_NET_SUPPORTING_WM_CHECK'))[0] === check;
  }

  /** X's number of the window that has the focus, 0 if none or not known. */
  async active(): Promise<number> {
    const { connection } = this;
    if (await this.hasManager()) return (await connection.numbers(connection.root, '_NET_ACTIVE_WINDOW'))[0] ?? 0;
    return this.topLevelOf(await this.focus());
  }

  /** The windows that people see as windows: no docks, no desktop. */
  async list(): Promise<WindowInfo[]> {
    const { connection } = this;
    const managed = await this.hasManager();
    const all = managed ? await connection.numbers(connection.root, '_NET_CLIENT_LIST') : await this.viewable();
    const infos = await Promise.all(all.map(async (xid) => ((await this.isNormal(xid)) ? this.info(xid) : null)));
    return infos.filter((info): info is WindowInfo => info !== null && (managed || info.title !== ''));
  }

  /** The window of an id as it is now; null if it is gone or its number went to another program's window. */
  async find(id: string): Promise<WindowInfo | null> {
    const xid = xidOf(id);
    const info = xid ? await this.info(xid) : null;
    return info?.id === id ? info : null;
  }

  /** A window's data by X's number of it; null if it is gone. */
  async info(xid: number): Promise<WindowInfo | null> {
    const { connection } = this;
    const read = (name: '_NET_WM_NAME' | 'WM_NAME') => connection.property(xid, connection.atom(name), TITLE_BYTES);
    const properties = await orElse(Promise.all([read('_NET_WM_NAME'), read('WM_NAME')]), null);
    if (!properties) return null;
    const [utf8, old] = properties;
    const oldEncoding = old?.type === connection.atom('STRING') ? 'latin1' : 'utf8';
    const title = utf8 ? utf8.data.toString('utf8') : (old?.data.toString(oldEncoding) ?? '');
    const pid = await this.clients.pidOf(xid);
    const program = await this.clients.programOfWindow(xid, pid);
    return { id: idOf(xid, this.generationOf(xid, pid)), title: title.replace(/\0.*$/s, ''), program, pid };
  }

  /** The window that gets the keys: any window, mostly a child of a top-level one; 0 if none. */
  async focus(): Promise<number> {
    const { connection } = this;
    const reply = await orElse(connection.ask<{ focus: number }>((done) => connection.client.GetInputFocus(done)), { focus: 0 });
    // 1 is PointerRoot: whatever window the mouse is over.
    return reply.focus <= 1 ? 0 : reply.focus;
  }

  /** The child of the root that `window` lies in; 0 if there is none. */
  private async topLevelOf(window: number): Promise<number> {
    const { connection } = this;
    for (let at = window; at !== 0 && at !== connection.root; ) {
      const tree = await orElse(connection.ask<{ parent: number }>((done) => connection.client.QueryTree(at, done)), { parent: 0 });
      if (tree.parent === connection.root) return at;
      at = tree.parent;
    }
    return 0;
  }

  private async viewable(): Promise<number[]> {
    const { connection } = this;
    const tree = connection.ask<{ children: number[] }>((done) => connection.client.QueryTree(connection.root, done));
    const { children } = await orElse(tree, { children: [] });
    const shown = await Promise.all(
      children.map(async (child) => {
        const asked = connection.ask<{ mapState: number; overrideRedirect: number }>((done) =>
          connection.client.GetWindowAttributes(child, done),
        );
        const attributes = await orElse(asked, null);
        return attributes?.mapState === VIEWABLE && !attributes.overrideRedirect;
      }),
    );
    return children.filter((_, i) => shown[i]);
  }

  private async isNormal(xid: number): Promise<boolean> {
    const { connection } = this;
    const types = await connection.numbers(xid, '_NET_WM_WINDOW_TYPE');
    const special = [connection.atom('_NET_WM_WINDOW_TYPE_DOCK'), connection.atom('_NET_WM_WINDOW_TYPE_DESKTOP')];
    return !types.some((type) => special.includes(type));
  }

  private generationOf(xid: number, pid: number): number {
    const before = this.seen.get(xid);
    const now = before ?? { pid, generation: 0 };
    if (pid !== 0 && now.pid !== pid) {
      if (now.pid !== 0) now.generation++;
      now.pid = pid;
    }
    this.seen.set(xid, now);
    return now.generation;
  }
}

/** Calls back when another window gets the focus, or the one that has it changes its title. */
export class ActiveWindowWatch {
  private readonly callbacks = new Set<(window: WindowInfo | null) => void>();
  private readonly ends: (() => void)[] = [];
  private unwatchTitle: (() => void) | null = null;
  private active = 0;
  private round = 0;
  private last: WindowInfo | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly windows: Windows,
  ) {}

  add(callback: (window: WindowInfo | null) => void): () => void {
    if (this.callbacks.size === 0) this.start();
    this.callbacks.add(callback);
    return () => {
      if (this.callbacks.delete(callback) && this.callbacks.size === 0) this.stop();
    };
  }

  private start(): void {
    const { connection } = this;
    const titles = [connection.atom('_NET_WM_NAME'), connection.atom('WM_NAME')];
    const activeWindow = connection.atom('_NET_ACTIVE_WINDOW');
    this.ends.push(
      connection.watch(connection.root, x11.eventMask.PropertyChange),
      connection.on('PropertyNotify', (event) => {
        const another = event.wid === connection.root && event.atom === activeWindow;
        const title = event.wid === this.active && titles.includes(event.atom);
        if (another || title) void this.look();
      }),
      // Some window managers (openbox) go on naming a window that is gone when no other takes its place.
      connection.on('DestroyNotify', (event) => {
        if (event.wid !== this.active) return;
        this.watchTitleOf(0);
        void this.look();
      }),
    );
    void this.look();
  }

  private stop(): void {
    for (const end of this.ends.splice(0)) end();
    this.watchTitleOf(0);
    this.last = null;
    this.round++;
  }

  private watchTitleOf(window: number): void {
    this.unwatchTitle?.();
    this.active = window;
    const { PropertyChange, StructureNotify } = x11.eventMask;
    this.unwatchTitle = window ? this.connection.watch(window, PropertyChange | StructureNotify) : null;
  }

  /** Reports the active window if it, or its title, is another than before. A later look overtakes an earlier one. */
  private async look(): Promise<void> {
    const round = ++this.round;
    const active = await this.windows.active();
    if (round !== this.round) return;
    if (active !== this.active) this.watchTitleOf(active);
    const info = active ? await this.windows.info(active) : null;
    if (round !== this.round || (info?.id === this.last?.id && info?.title === this.last?.title)) return;
    this.last = info;
    for (const callback of this.callbacks) callback(info);
  }
}
