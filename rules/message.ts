/** A message made ready once for all triggers: every form of it that some trigger looks at. */
import { normalise, plainly, wordingOf, type Normalised } from './normalise';
import { bareness, withoutCourtesy, type Bare } from './text/courtesy';
import { foldForRegex } from './text/fold';
import { weightOf } from './text/words';

const ENTITY_WEIGHT = 2;

export class Message {
  readonly original: string;
  readonly trimmed: string;
  /** Units before `trimmed` in the original. */
  readonly offset: number;
  readonly normalised: Normalised;
  #plain: Normalised | undefined;
  #wording: Normalised | undefined;
  #core: string | undefined;
  #folded: string | undefined;
  #bare: Bare | null | undefined;
  #weight: number | undefined;

  constructor(original: string) {
    this.original = original;
    this.trimmed = original.trim();
    this.offset = original.length - original.trimStart().length;
    this.normalised = normalise(original);
  }

  get text(): string {
    return this.normalised.text;
  }

  /** Normalised with its particles and repeats, as keywords may name them. */
  get plain(): Normalised {
    return (this.#plain ??= plainly(this.original));
  }

  /** As it is compared with examples. */
  get wording(): Normalised {
    return (this.#wording ??= wordingOf(this.original));
  }

  /** The normalised text without greetings before and thanks behind. */
  get core(): string {
    return (this.#core ??= withoutCourtesy(this.text));
  }

  /** `trimmed` with width and traditional forms evened out, unit by unit, in lower case. */
  get folded(): string {
    return (this.#folded ??= foldForRegex(this.trimmed));
  }

  /** How much it says, see `weightOf`; a link or a number says as much as a word, however long it is. */
  get weight(): number {
    if (this.#weight === undefined) {
      const { text, entities } = this.normalised;
      this.#weight = entities.reduce((sum, { start, end }) => sum - weightOf(text, start, end) + ENTITY_WEIGHT, weightOf(text));
    }
    return this.#weight;
  }

  /** Set when the message asks nothing: only a greeting, or only thanks and acknowledgements. */
  get bare(): Bare | null {
    if (this.#bare === undefined) this.#bare = bareness(this.text);
    return this.#bare;
  }
}
