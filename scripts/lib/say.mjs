/** Lines for the person at the terminal; on stderr, so that what a command prints for other programs stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends with a plain message and exit code 1: something is missing that only the person can provide. */
export class Stop extends Error {}

/** The oldest Node that the build's own packages run on. */
const NODE = [20, 19];

/** Runs a script's main function; a Stop is told in its own words, anything else with its stack. */
export function main(run) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    say(`Node ${NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
  run().then(
    (code) => process.exit(code ?? 0),
    (error) => {
      say(error instanceof Stop ? error.message : (error?.stack ?? String(error)));
      process.exit(1);
    },
  );
}
