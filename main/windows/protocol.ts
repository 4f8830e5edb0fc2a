import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** Our pages come from a scheme of their own, so that nothing else on the disk can be reached as a page. */
export const APP_ORIGIN = 'seat://app';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before the app is ready: Chromium fixes its schemes then. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'seat', privileges: { standard: true, secure: true, codeCache: true } as Electron.Privileges }]);
}

/** Serves the built pages of `folder` under APP_ORIGIN. */
export function servePages(folder: string): void {
  protocol.handle('seat', async (request) => {
    const { host, pathname } = new URL(request.url);
    const path = normalize(join(folder, decodeURIComponent(pathname)));
    const type = TYPES[extname(path)];
    if (host !== 'app' || !type || !path.startsWith(folder + sep)) return new Response('not found', { status: 404 });
    try {
      const headers = { 'content-type': type, 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff' };
      return new Response(await readFile(path), { headers });
    } catch {
      return new Response('not found', { status: 404 });
    }
  });
}
