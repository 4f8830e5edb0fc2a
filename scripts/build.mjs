/** `npm run build`: dist/ from the sources; does nothing when it is up to date. */
import { main } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

main(async () => {
  await setUp({ windows: false });
  return 0;
});
