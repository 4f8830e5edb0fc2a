/** From windows to the processes and programs behind them. */
import type { Connection } from './connection';
import { orElse } from './connection';
import { isWine, programOf } from './processes';

/** LocalClientPID of the X-Resource extension 1.2. */
const LOCAL_CLIENT_PID = 2;

export class Clients {
  constructor(private readonly connection: Connection) {}

  /** The process that a window belongs to: as the X server knows it, else as the window says; 0 if unknown. */
  async pidOf(window: number): Promise<number> {
    const { res } = this.connection.extensions;
    if (res) {
      const specs = [{ client: window, mask: LOCAL_CLIENT_PID }];
      const ids = await orElse(this.connection.ask<{ value: number[] }[]>((done) => res.QueryClientIds(specs, done)), []);
      const pid = ids[0]?.value[0];
      if (pid) return pid;
    }
    return (await this.connection.numbers(window, '_NET_WM_PID'))[0] ?? 0;
  }

  /** The class part of a window's WM_CLASS. */
  async classOf(window: number): Promise<string | null> {
    const property = await orElse(this.connection.property(window, this.connection.atom('WM_CLASS'), 1024), null);
    return property?.data.toString('utf8').split('\0')[1] || null;
  }

  /** The program that a top-level window belongs to; '' when its process is gone. */
  programOfWindow(window: number, pid: number): Promise<string> {
    return programOf(pid, () => this.classOf(window));
  }

  /**
   * The program behind a window that may be a hidden one, as owners of selections have. It gets the same
   * name as the program's visible windows. Undefined when the process is not known.
   */
  async ownerOf(window: number): Promise<{ pid: number; program: string } | undefined> {
    const pid = await this.pidOf(window);
    if (!pid) return undefined;
    const visible = { window: 0, pid };
    const program = await programOf(pid, async () => {
      const found = await this.windowOf(pid);
      if (found) Object.assign(visible, found);
      return found ? this.classOf(found.window) : null;
    });
    return program === '' ? undefined : { pid: visible.pid, program };
  }

  /**
   * A window of the process, the active one before others. Wine keeps the clipboard in a process of its own
   * without windows: then the active window speaks for it when that is a Wine window, too.
   */
  private async windowOf(pid: number): Promise<{ window: number; pid: number } | null> {
    const { connection } = this;
    const [active, all] = await Promise.all([
      connection.numbers(connection.root, '_NET_ACTIVE_WINDOW'),
      connection.numbers(connection.root, '_NET_CLIENT_LIST'),
    ]);
    const windows = [...active, ...all].filter((window) => window !== 0);
    const pids = await Promise.all(windows.map((window) => this.pidOf(window)));
    const own = pids.indexOf(pid);
    if (own >= 0) return { window: windows[own]!, pid };
    const first = pids[0];
    if (active[0] && first && isWine(pid) && isWine(first)) return { window: windows[0]!, pid: first };
    return null;
  }
}
