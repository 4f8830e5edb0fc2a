'use strict';
/**
 * Loaded in front of Electron's installer: a fetch that fails says why. Node's own says "fetch failed" and keeps the
 * cause (no such host, refused, timed out) to an inner error, which the installer does not print.
 */
const plain = globalThis.fetch;

globalThis.fetch = (...request) =>
  plain(...request).catch((error) => {
    throw new Error(reasonOf(error), { cause: error });
  });

function reasonOf(error) {
  const cause = error.cause ?? error;
  const first = cause.errors?.[0] ?? cause;
  return first.message || first.code || error.message;
}
