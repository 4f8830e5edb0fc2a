import { globalShortcut } from 'electron';
import type { KeyName } from './channels';

/** Claims and gives back global keys. A key that another program holds is reported, never fought for. */
export class GlobalKeys {
  readonly #actions: Record<KeyName, () => void>;
  /** Accelerator that is claimed now for a name. */
  readonly #claimed = new Map<KeyName, string>();
  readonly taken = new Set<KeyName>();

  constructor(actions: Record<KeyName, () => void>) {
    this.#actions = actions;
  }

  /** Claims just these keys: new ones are claimed, those no longer named are given back, the rest stay as they are. */
  claim(wanted: Partial<Record<KeyName, string>>): void {
    for (const [name, accelerator] of this.#claimed) {
      if (wanted[name] === accelerator) continue;
      globalShortcut.unregister(accelerator);
      this.#claimed.delete(name);
    }
    this.taken.clear();
    for (const [name, accelerator] of Object.entries(wanted) as [KeyName, string][]) {
      if (accelerator && this.#claimed.get(name) !== accelerator) this.#claimOne(name, accelerator);
    }
  }

  close(): void {
    this.claim({});
  }

  #claimOne(name: KeyName, accelerator: string): void {
    try {
      if (globalShortcut.register(accelerator, this.#actions[name])) this.#claimed.set(name, accelerator);
      else this.taken.add(name);
    } catch {
      // Electron throws on an accelerator that it cannot parse; to the agent it is a key that does not work.
      this.taken.add(name);
    }
  }
}
