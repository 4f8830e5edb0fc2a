/** A password manager as the clipboard sees it: a process that owns the selection and marks what it holds as secret. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const OWNER = `
const x11 = require(process.argv[1]);
x11.createClient((error, display) => {
  const X = display.client, root = display.screen[0].root, wid = X.AllocID();
  X.CreateWindow(wid, root, 0, 0, 1, 1, 0, 0, 0, 0, {});
  const names = ['CLIPBOARD', 'TARGETS', 'UTF8_STRING', 'x-kde-passwordManagerHint', 'ATOM'];
  const atoms = {};
  let left = names.length;
  for (const name of names) X.InternAtom(false, name, (e, atom) => { atoms[name] = atom; if (--left === 0) own(); });
  function own() {
    X.SetSelectionOwner(wid, atoms.CLIPBOARD, 0);
    X.on('event', (ev) => {
      if (ev.name !== 'SelectionRequest') return;
      let property = ev.property;
      if (ev.target === atoms.TARGETS) {
        const list = Buffer.alloc(12);
        [atoms.TARGETS, atoms.UTF8_STRING, atoms['x-kde-passwordManagerHint']].forEach((a, i) => list.writeUInt32LE(a, i * 4));
        X.ChangeProperty(0, ev.requestor, property, X.atoms.ATOM, 32, list);
      } else if (ev.target === atoms['x-kde-passwordManagerHint']) {
        X.ChangeProperty(0, ev.requestor, property, ev.target, 8, Buffer.from('secret'));
      } else if (ev.target === atoms.UTF8_STRING) {
        process.stdout.write('read\\n');
        X.ChangeProperty(0, ev.requestor, property, ev.target, 8, Buffer.from(process.argv[2]));
      } else property = 0;
      const notify = Buffer.alloc(32);
      notify.writeUInt8(31, 0);
      notify.writeUInt32LE(ev.time, 4);
      notify.writeUInt32LE(ev.requestor, 8);
      notify.writeUInt32LE(ev.selection, 12);
      notify.writeUInt32LE(ev.target, 16);
      notify.writeUInt32LE(property, 20);
      X.SendEvent(ev.requestor, false, 0, notify);
    });
    X.GetSelectionOwner(atoms.CLIPBOARD, () => process.stdout.write('owned\\n'));
  }
});`;

/** Puts a secret on the clipboard. `wasRead` tells whether anybody has asked for its text. */
export async function offerSecret(text: string): Promise<{ wasRead(): boolean; close(): Promise<void> }> {
  const x11 = createRequire(import.meta.url).resolve('x11');
  const owner = spawn(process.execPath, ['-e', OWNER, x11, text], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  await new Promise<void>((resolve) => {
    owner.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      if (printed.includes('owned')) resolve();
    });
  });
  return {
    wasRead: () => printed.includes('read'),
    close: async () => {
      const gone = new Promise((resolve) => owner.once('exit', resolve));
      owner.kill();
      await gone;
    },
  };
}
