import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { end, inProcess, lib, until } from './support/scripts';

const { lacksDisplay } = await lib('display');

it('A display is lacking on Linux without X11 and Wayland alone', () => {
  expect(lacksDisplay({}, 'linux')).toBe(true);
  expect(lacksDisplay({ DISPLAY: ':0' }, 'linux')).toBe(false);
  expect(lacksDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(false);
  expect(lacksDisplay({}, 'darwin')).toBe(false);
});

it.runIf(process.platform !== 'win32')('A program in front is ended after its limit, and has failed', async () => {
  const child = inProcess("const { runInFront } = await lib('passing'); process.exit(await runInFront('sh', ['-c', 'exec sleep 60'], { limitMs: 200 }));");
  expect(await end(child)).toBe(1);
  expect(child.said()).toContain('It has not ended after 0.2 s and is stopped.');
});

it.runIf(process.platform !== 'win32')('Lines of a program in front that match `drop` are not shown, and the last of the others is', async () => {
  const child = inProcess("const { runInFront } = await lib('passing'); process.exit(await runInFront('sh', ['-c', 'echo one >&2; echo noise >&2; printf two >&2'], { drop: /noise/ }));");
  expect(await end(child)).toBe(0);
  expect(child.said()).toBe('one\ntwo\n');
});

const able = process.platform === 'linux' && spawnSync('sh', ['-c', 'command -v Xvfb && command -v openbox']).status === 0;

describe.runIf(able)('A display of our own', () => {
  /** A process that runs a program on a display of its own and tells where it is. */
  const onDisplay = (program: string, ...args: string[]) =>
    inProcess(
      `const { withOwnDisplay } = await lib('display');
       const { runInFront } = await lib('passing');
       const code = await withOwnDisplay((env) => {
         console.log('on ' + env.DISPLAY + '.');
         return runInFront(${JSON.stringify(program)}, ${JSON.stringify(args)}, { env });
       });
       process.exit(code);`,
      { DISPLAY: ':12345', WAYLAND_DISPLAY: 'wayland-12345' },
    );

  const socketOf = (said: string): string => `/tmp/.X11-unix/X${/on :(\d+)\./.exec(said)?.[1]}`;

  it('has a window manager, is not the one of the person, and is gone afterwards', async () => {
    const child = onDisplay('sh', '-c', 'xprop -root _NET_SUPPORTING_WM_CHECK; echo "wayland: $WAYLAND_DISPLAY."');
    expect(await end(child)).toBe(0);
    expect(child.said()).toContain('window id');
    expect(child.said()).toContain('wayland: .');
    expect(child.said()).not.toContain('on :12345.');
    expect(existsSync(socketOf(child.said()))).toBe(false);
  });

  it('hands on the exit code', async () => {
    expect(await end(onDisplay('sh', '-c', 'exit 7'))).toBe(7);
  });

  it('is gone, and its program too, after SIGTERM', async () => {
    const child = onDisplay('sh', '-c', 'trap "echo asked; exit 3" TERM; echo up; while :; do sleep 0.05; done');
    await until(() => child.said().includes('up'));
    child.kill('SIGTERM');
    expect(await end(child)).toBe(3);
    expect(child.said()).toContain('asked');
    expect(existsSync(socketOf(child.said()))).toBe(false);
  });

  it('is gone even when nobody was left to end it', async () => {
    const child = onDisplay('sh', '-c', 'echo up; exec sleep 5');
    await until(() => child.said().includes('up'));
    const display = socketOf(child.said()).replace('/tmp/.X11-unix/X', ':');
    const answers = (): boolean => spawnSync('xprop', ['-display', display, '-root', '_NET_WM_NAME']).status === 0;
    expect(answers()).toBe(true);
    child.kill('SIGKILL');
    await until(() => !answers());
  });
});
