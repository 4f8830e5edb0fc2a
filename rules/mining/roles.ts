/** Whether the two sides of a history have been taken for each other. */
import type { HistoryTurn } from './types';

/** What shops say, and what customers say. Each is rare on the other side. */
const SHOP = /亲亲?[，,~！! ]|亲$|^亲|您|客官|本店|小店|欢迎光临|哦亲|呢亲|为您|帮您|稍等|发货的?哦|thank you for contacting|happy to help|our team|we apologi[sz]e/i;
const CUSTOMER = /在吗|你们|你家|多少钱|便宜|什么时候(?:能|可以)?(?:发|到)|我(?:的|要|想|买|拍|收)|怎么(?:还|不|没)|能不能|可以吗|吗$|\?|？|my order|where is|can i|how (?:do|can) i/i;
/** With less than this, nothing is said. */
const LEAST_TURNS = 20;

export class RoleCheck {
  /** Per side, how many turns speak like a shop and like a customer. */
  readonly #counts = { agent: { shop: 0, customer: 0 }, customer: { shop: 0, customer: 0 } };
  #turns = 0;

  add(turns: readonly HistoryTurn[]): void {
    for (const { role, text } of turns) {
      if (text.trim() === '') continue;
      this.#turns++;
      if (SHOP.test(text)) this.#counts[role].shop++;
      if (CUSTOMER.test(text)) this.#counts[role].customer++;
    }
  }

  /** True when the customers' turns read like a shop's more than twice as much as the agents' do, and the other way round. */
  get swapped(): boolean {
    const { agent, customer } = this.#counts;
    const shopLike = (side: { shop: number; customer: number }) => (side.shop + 1) / (side.customer + 1);
    return this.#turns >= LEAST_TURNS && shopLike(customer) > 2 && shopLike(agent) < 0.5;
  }
}
