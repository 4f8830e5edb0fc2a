/**
 * Types of the part of the package `x11` that is used here; it comes without any. Names are the package's.
 */
declare module 'x11' {
  /** A callback for a request; its return value says whether an error was handled. */
  type Reply<T> = (error: ProtocolError | null | undefined, result: T) => boolean | void;

  /** An error that the X server sent for one request. `error` is the code of the X protocol, 3 = BadWindow. */
  export interface ProtocolError extends Error {
    error?: number;
    seq?: number;
  }

  export interface PropertyReply {
    type: number;
    format: 0 | 8 | 16 | 32;
    bytesAfter: number;
    data: Buffer;
  }

  /** Every event has its number and the sequence number of the last request that the server had handled. */
  interface EventBase {
    type: number;
    seq: number;
  }
  export interface PropertyNotify extends EventBase {
    name: 'PropertyNotify';
    wid: number;
    atom: number;
    time: number;
    /** 0 new value, 1 deleted. */
    state: number;
  }
  export interface SelectionClear extends EventBase {
    name: 'SelectionClear';
    owner: number;
    selection: number;
    time: number;
  }
  export interface SelectionRequest extends EventBase {
    name: 'SelectionRequest';
    time: number;
    owner: number;
    requestor: number;
    selection: number;
    target: number;
    property: number;
  }
  export interface SelectionNotify extends EventBase {
    name: 'SelectionNotify';
    time: number;
    requestor: number;
    selection: number;
    target: number;
    property: number;
  }
  export interface DestroyNotify extends EventBase {
    name: 'DestroyNotify';
    event: number;
    wid: number;
  }
  export interface MappingNotify extends EventBase {
    name: 'MappingNotify';
  }
  /** The XFixes event of a selection that got another owner; it shares its name with the core event. */
  export interface FixesSelectionNotify extends EventBase {
    name: 'SelectionNotify';
    subtype: number;
    window: number;
    owner: number;
    selection: number;
    timestamp: number;
    selectionTimestamp: number;
  }
  export type CoreEvent =
    | PropertyNotify
    | SelectionClear
    | SelectionRequest
    | SelectionNotify
    | DestroyNotify
    | MappingNotify;

  export interface XClient {
    /** Sequence number of the last request that was sent. */
    readonly seq_num: number;
    /** Caches of InternAtom and GetAtomName. */
    atoms: Record<string, number>;
    atom_names: Record<number, string>;
    readonly stream: import('node:net').Socket;
    on(event: 'event', listener: (event: CoreEvent | FixesSelectionNotify) => void): this;
    on(event: 'error', listener: (error: ProtocolError) => void): this;
    on(event: 'end', listener: () => void): this;
    require(name: 'fixes', callback: Reply<Fixes>): void;
    require(name: 'res', callback: Reply<XRes>): void;
    require(name: 'xtest', callback: Reply<XTest>): void;
    close(callback?: (error?: Error) => void): void;
    terminate(): void;
    AllocID(): number;

    CreateWindow(
      id: number, parent: number, x: number, y: number, width: number, height: number,
      borderWidth: number, depth: number, windowClass: number, visual: number,
      values: { eventMask?: number; overrideRedirect?: 0 | 1 },
    ): void;
    DestroyWindow(id: number): void;
    ChangeWindowAttributes(id: number, values: { eventMask: number }): void;
    GetWindowAttributes(id: number, reply: Reply<{ mapState: number; overrideRedirect: number; klass: number }>): void;
    RaiseWindow(id: number): void;
    MapWindow(id: number): void;
    QueryTree(id: number, reply: Reply<{ root: number; parent: number; children: number[] }>): void;
    InternAtom(onlyIfExists: boolean, name: string, reply: Reply<number>): void;
    GetAtomName(atom: number, reply: Reply<string>): void;
    /** `mode`: 0 replace, 1 prepend, 2 append. At most 262,100 bytes. */
    ChangeProperty(mode: 0 | 1 | 2, window: number, property: number, type: number, format: 8 | 16 | 32, data: Buffer): void;
    DeleteProperty(window: number, property: number): void;
    /** Offset and length in units of four bytes. It is deleted only when nothing of it is left to read. */
    GetProperty(
      remove: 0 | 1, window: number, property: number, type: number, longOffset: number, longLength: number,
      reply: Reply<PropertyReply>,
    ): void;
    SetSelectionOwner(owner: number, selection: number, time: number): void;
    GetSelectionOwner(selection: number, reply: Reply<number>): void;
    ConvertSelection(requestor: number, selection: number, target: number, property: number, time: number): void;
    SendEvent(destination: number, propagate: 0 | 1, eventMask: number, event: Buffer): void;
    SendClientMessage(
      destination: number, window: number, messageType: number, format: 32, data: number[], eventMask?: number,
    ): void;
    SetInputFocus(window: number, revertTo: 0 | 1 | 2): void;
    GetInputFocus(reply: Reply<{ focus: number; revertTo: number }>): void;
    QueryPointer(window: number, reply: Reply<{ keyMask: number }>): void;
    /** 32 bytes, one bit a key code. */
    QueryKeymap(reply: Reply<Buffer>): void;
    /** Eight rows of key codes: Shift, Lock, Control, Mod1 to Mod5. */
    GetModifierMapping(reply: Reply<number[][]>): void;
    /** One row of keysyms a key code. */
    GetKeyboardMapping(first: number, count: number, reply: Reply<number[][]>): void;
  }

  export interface Display {
    client: XClient;
    screen: { root: number }[];
    resource_mask: number;
    min_keycode: number;
    max_keycode: number;
  }

  export interface Fixes {
    firstEvent: number;
    SelectSelectionInput(window: number, selection: number, eventMask: number): void;
  }
  export interface XRes {
    QueryClientIds(specs: { client: number; mask: number }[], reply: Reply<{ client: number; mask: number; value: number[] }[]>): void;
  }
  export interface XTest {
    KeyPress: number;
    KeyRelease: number;
    FakeInput(type: number, keycode: number, time: number, window: number, x: number, y: number): void;
  }

  const x11: {
    createClient(
      options: { display?: string; shm?: false },
      callback: (error: Error | null | undefined, display: Display) => void,
    ): XClient;
    eventMask: { PropertyChange: number; StructureNotify: number };
    packEvent(event: Partial<SelectionNotify> & { name: 'SelectionNotify' }): Buffer;
  };
  export default x11;
}
