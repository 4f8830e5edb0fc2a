/**
 * What a program is called. The agent sees this name and allows the watching of "it", so the name must be
 * as narrow as the program: not "python3" or "electron", which would allow every program that runs on them.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Executables that run other people's programs; with these the window's class says more. */
const RUNTIMES = [
  /^python[\d.]*$/, /^pypy[\d.]*$/, /^electron\d*$/, /^node(js)?$/, /^java$/, /^javaw$/, /^ruby[\d.]*$/, /^perl[\d.]*$/,
  /^gjs(-console)?$/, /^mono(-sgen)?$/, /^dotnet$/, /^bun$/, /^deno$/, /^(ba|da|z|fi)?sh$/, /^wish[\d.]*$/,
  /^wine(64)?(-preloader)?$/, /^nw$/, /^qemu-.*/, /^box(64|86)$/, /^flatpak.*/, /^bwrap$/, /^AppRun.*/,
];
const WINE = /^wine(64)?(-preloader)?$/;
/** Names of scripts that say nothing about the program. */
const EMPTY_NAMES = /^(main|index|app|cli|start|run|__main__|app\.asar|-.*|)$/;

/** Name of the executable of a process; null when it is gone. */
export function executableOf(pid: number): string | null {
  try {
    // An updated program runs on from a deleted file.
    return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    // Of another user (not readable), or gone: the kernel's short name is readable by all.
    return shortNameOf(pid);
  }
}

function shortNameOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Whether the program is a Windows program under Wine, whose clipboard goes through a process of Wine. */
export function isWine(pid: number): boolean {
  return WINE.test(executableOf(pid) ?? '');
}

/**
 * The program's name: the executable's, or, for a general runtime, the class of its window in lower case,
 * else the name of the script that it runs. `windowClass` is asked for only when it is needed.
 */
export async function programOf(pid: number, windowClass: () => Promise<string | null>): Promise<string> {
  const executable = executableOf(pid);
  if (executable === null) return '';
  if (!RUNTIMES.some((runtime) => runtime.test(executable))) return stripExe(executable);
  const fromWindow = stripExe((await windowClass()) ?? '').toLowerCase();
  if (fromWindow) return fromWindow;
  if (WINE.test(executable)) return stripExe(shortNameOf(pid) ?? executable).toLowerCase();
  return scriptOf(pid) ?? executable;
}

/** Name of the script, or module, that a runtime was started with, without its ending. */
function scriptOf(pid: number): string | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const at = words.findIndex((word, i) => i > 0 && word !== '' && !word.startsWith('-'));
    // After these comes code, not a name.
    if (at < 0 || ['-e', '-c', '-p', '--eval', '--print'].includes(words[at - 1]!)) return null;
    const name = basename(words[at]!).replace(/\.(py|js|mjs|cjs|ts|jar|rb|pl|sh|asar)$/, '');
    return EMPTY_NAMES.test(name) ? null : name;
  } catch {
    return null;
  }
}

function stripExe(name: string): string {
  return name.replace(/\.exe$/i, '');
}
