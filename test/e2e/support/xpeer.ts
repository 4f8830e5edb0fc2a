/**
 * A small X client in a process of its own, for the clipboard owners, clipboard managers and key grabbers that
 * no ready-made program plays. It is written against the protocol alone, with none of the code under test.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import type { SelectionRequest, XClient } from 'x11';

export interface PeerTarget {
  /** Base64 of the bytes. */
  data: string;
  /** Name of the property's type; the target's own name by default. */
  type?: string;
  format?: 8 | 32;
  /** The bytes come so many times one after the other. */
  repeat?: number;
  /** How it answers: at once, in pieces of so many bytes (INCR), or never. */
  pieces?: number;
  silent?: boolean;
}

export interface PeerJob {
  /** Owns a selection and serves these targets. */
  own?: { selection: string; targets: Record<string, PeerTarget> };
  /** Plays a clipboard manager: on SAVE_TARGETS it fetches UTF8_STRING and prints what it got. */
  manage?: boolean;
  /** Grabs Alt and the key of this code, as a global shortcut does; prints "grabbed" on a press. */
  grab?: number;
  /** A window with this title and class. */
  window?: { title: string; className: string };
}

/** Requests that only this helper uses. */
interface PeerClient extends XClient {
  GrabKey(window: number, ownerEvents: 0 | 1, modifiers: number, key: number, pointerMode: 1, keyboardMode: 1): void;
}
type X11 = typeof import('x11').default;

/** Runs in the other process. Stands on its own: it is sent there as its source. */
function main(x11: X11, job: PeerJob): void {
  const say = (word: string): void => void process.stdout.write(`${word}\n`);
  x11.createClient({ shm: false }, (error, display) => {
    if (error) throw error;
    const X = display.client as PeerClient;
    const root = display.screen[0]!.root;
    const atom = (name: string): Promise<number> => new Promise((done) => X.InternAtom(false, name, (_, a) => done(a)));
    X.on('error', (e) => say(`error ${e.message}`));
    const wid = X.AllocID();
    X.CreateWindow(wid, root, 10, 10, 300, 100, 0, 0, 1, 0, { eventMask: x11.eventMask.PropertyChange });
    const notify = (request: SelectionRequest, property: number): void => {
      const { time, requestor, selection, target } = request;
      X.SendEvent(requestor, 0, 0, x11.packEvent({ name: 'SelectionNotify', time, requestor, selection, target, property }));
    };
    const shown = job.window ? show(job.window) : Promise.resolve();
    if (job.own) void shown.then(() => own(job.own!));
    if (job.manage) void manage();
    if (job.grab) grab(job.grab);

    async function show(window: NonNullable<PeerJob['window']>): Promise<void> {
      const [name, utf8, wmClass, string] = await Promise.all(['_NET_WM_NAME', 'UTF8_STRING', 'WM_CLASS', 'STRING'].map(atom));
      X.ChangeProperty(0, wid, name!, utf8!, 8, Buffer.from(window.title));
      X.ChangeProperty(0, wid, wmClass!, string!, 8, Buffer.from(`peer\0${window.className}\0`));
      const pid = Buffer.from(Uint32Array.of(process.pid).buffer);
      X.ChangeProperty(0, wid, await atom('_NET_WM_PID'), await atom('CARDINAL'), 32, pid);
      X.MapWindow(wid);
      process.stdin.on('data', (title: Buffer) => X.ChangeProperty(0, wid, name!, utf8!, 8, title));
      await managed();
      say(`window ${wid}`);
    }

    /** Until the window manager has put the window on its list. */
    async function managed(): Promise<void> {
      const list = await atom('_NET_CLIENT_LIST');
      for (let there = false; !there; ) {
        there = await new Promise((done) => X.GetProperty(0, root, list, 0, 0, 1000, (_, reply) => done(reply.data.includes(Buffer.from(Uint32Array.of(wid).buffer)))));
      }
    }

    async function own(offered: NonNullable<PeerJob['own']>): Promise<void> {
      const names = Object.keys(offered.targets);
      const atoms = await Promise.all(names.map(atom));
      const types = await Promise.all(names.map((name) => atom(offered.targets[name]!.type ?? name)));
      const [selection, list, atomType, incr] = await Promise.all([offered.selection, 'TARGETS', 'ATOM', 'INCR'].map(atom));
      const sending = new Map<string, { bytes: Buffer; at: number; size: number; type: number }>();
      const serve = (request: SelectionRequest): void => {
        const { requestor, property, target } = request;
        const index = atoms.indexOf(target);
        if (target === list) {
          const bytes = Buffer.alloc(4 * (atoms.length + 1));
          [list, ...atoms].forEach((one, i) => bytes.writeUInt32LE(one, i * 4));
          X.ChangeProperty(0, requestor, property, atomType!, 32, bytes);
          return notify(request, property);
        }
        if (index < 0) return notify(request, 0);
        const { data, repeat, format, pieces, silent } = offered.targets[names[index]!]!;
        const bytes = Buffer.concat(Array<Buffer>(repeat ?? 1).fill(Buffer.from(data, 'base64')));
        say(`asked ${names[index]}`);
        if (silent) return;
        if (pieces) {
          X.ChangeWindowAttributes(requestor, { eventMask: x11.eventMask.PropertyChange });
          sending.set(`${requestor} ${property}`, { bytes, at: 0, size: pieces, type: types[index]! });
          X.ChangeProperty(0, requestor, property, incr!, 32, Buffer.from([1, 0, 0, 0]));
        } else X.ChangeProperty(0, requestor, property, types[index]!, format ?? 8, bytes);
        notify(request, property);
      };
      X.on('event', (event) => {
        if (event.name === 'SelectionRequest') serve(event);
        if (event.name !== 'PropertyNotify' || event.state !== 1) return;
        const transfer = sending.get(`${event.wid} ${event.atom}`);
        if (!transfer) return;
        const piece = transfer.bytes.subarray(transfer.at, transfer.at + transfer.size);
        transfer.at += piece.length;
        say(`piece ${piece.length}`);
        X.ChangeProperty(0, event.wid, event.atom, transfer.type, 8, piece);
        if (piece.length === 0) sending.delete(`${event.wid} ${event.atom}`);
      });
      X.SetSelectionOwner(wid, selection!, 0);
      X.GetSelectionOwner(selection!, () => say('owned'));
    }

    async function manage(): Promise<void> {
      const [manager, clipboard, utf8, into] = await Promise.all(['CLIPBOARD_MANAGER', 'CLIPBOARD', 'UTF8_STRING', 'SAVED'].map(atom));
      let asked: SelectionRequest | null = null;
      X.on('event', (event) => {
        if (event.name === 'SelectionRequest') {
          asked = event;
          X.ConvertSelection(wid, clipboard!, utf8!, into!, 0);
        } else if (event.name === 'SelectionNotify' && 'property' in event && asked) {
          const request = asked;
          X.GetProperty(1, wid, into!, 0, 0, 1_000_000, (_, reply) => {
            say(`saved ${reply.data.toString()}`);
            notify(request, request.property);
          });
        }
      });
      X.SetSelectionOwner(wid, manager!, 0);
      X.GetSelectionOwner(manager!, () => say('owned'));
    }

    function grab(key: number): void {
      X.on('event', (event) => {
        if (event.type === 2) say('grabbed');
      });
      // Modifiers 8 is Alt; asynchronous modes, as Electron's globalShortcut has it.
      X.GrabKey(root, 0, 8, key, 1, 1);
      X.GetSelectionOwner(1, () => say('owned'));
    }
  });
}

/** The other process. `said` has the lines that it printed. */
export class Peer {
  readonly said: string[] = [];

  private constructor(private readonly process: ChildProcess) {
    let rest = '';
    this.process.stdout!.on('data', (data: Buffer) => {
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop()!;
      this.said.push(...lines);
    });
  }

  /** Starts it and waits until it owns, or grabs, what it was told to. */
  static async start(job: PeerJob): Promise<Peer> {
    const x11 = createRequire(import.meta.url).resolve('x11');
    const source = `(${main.toString()})(require(${JSON.stringify(x11)}), ${JSON.stringify(job)})`;
    const peer = new Peer(spawn(process.execPath, ['-e', source], { stdio: ['pipe', 'pipe', 'inherit'] }));
    const last = job.own || job.manage || job.grab ? 'owned' : 'window';
    while (!peer.said.some((line) => line.startsWith(last))) {
      await new Promise((resolve) => peer.process.stdout!.once('data', resolve));
    }
    return peer;
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** X's number of its window. */
  get xid(): number {
    return Number(this.said.find((line) => line.startsWith('window'))?.split(' ')[1]);
  }

  setTitle(title: string): void {
    this.process.stdin!.write(title);
  }

  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    if (this.process.kill()) await gone;
  }
}

/** A target that holds this text. */
export function text(value: string, more: Partial<PeerTarget> = {}): PeerTarget {
  return { data: Buffer.from(value).toString('base64'), ...more };
}
