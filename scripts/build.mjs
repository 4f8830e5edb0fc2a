/** `npm run build`: dist/ from the sources; does nothing when it is up to date. */
import { buildApp } from './lib/build.mjs';
import { main } from './lib/say.mjs';

main(async () => {
  await buildApp();
  return 0;
});
