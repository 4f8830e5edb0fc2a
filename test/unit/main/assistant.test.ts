import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Assistant } from '../../../main/assistant';
import { Conversations } from '../../../main/conversations';
import type { WindowInfo } from '../../../main/desktop/desktop';
import type { Inserter } from '../../../main/insert/insert';
import { ModelDesk } from '../../../main/model/desk';
import { KeyStore } from '../../../main/model/keys';
import { profileFrom } from '../../../main/model/profiles';
import { openSettings } from '../../../main/settings';
import type { TargetTracker } from '../../../main/target';
import { Today } from '../../../main/today';
import { Engine } from '../../../rules/engine';
import { Learner } from '../../../rules/learning/learner';
import { readLesson } from '../../../rules/learning/lesson';
import { ModelServer, says as streams } from '../../support/model-server';
import { exactRule } from '../support/rules';
import { useLibraries } from './library/support';

const here = useLibraries();
const window = (title: string): WindowInfo => ({ id: title, title, program: 'chat', pid: 1 }) as WindowInfo;

/** The flow with the real engine, library and settings; only the desktop takes every paste. */
function flow() {
  const library = here.open();
  const engine = new Engine();
  for (const rule of [exactRule('在吗', '在的', { id: 'here' }), exactRule('几天到', '三天', { id: 'days' })]) {
    library.putRule(rule);
    engine.add(rule);
  }
  const { settings } = openSettings({ folder: here.folder });
  const learner = new Learner(newId);
  const told: { answerId: string; right: boolean }[] = [];
  learner.onTold = (lesson) => {
    const { answerId, right } = readLesson(lesson);
    told.push({ answerId, right });
  };
  const keys = new KeyStore(here.folder, { isEncryptionAvailable: () => false, encryptString: (text) => Buffer.from(text), decryptString: String });
  const now = () => ++here.now;
  const drafts = new ModelDesk({ settings, keys, locale: () => 'zh-CN', scope: () => ({}), examples: (shown) => assistant.answersLike(shown), newId, now, changed: () => undefined });
  const assistant: Assistant = new Assistant({
    engine,
    drafts,
    library,
    settings,
    learner,
    retell: () => undefined,
    told: () => undefined,
    rulesReady: Promise.resolve(),
    inserter: { insert: async () => ({ ok: true }) } as unknown as Inserter,
    target: { window: null, use: () => undefined, check: async () => true } as unknown as TargetTracker,
    conversations: new Conversations(),
    today: new Today(() => 0, 0, []),
    clock: { now, utcOffsetMinutes: () => 480 },
    newId,
    changed: () => undefined,
    fillFirst: () => undefined,
  });
  const says = (text: string, title = '小满') => assistant.captured({ text, source: 'clipboard', window: window(title) });
  const kinds = () => library.outcomesSince(0).map(({ kind, message }) => [kind, message]);
  const reply = () => assistant.state.shown?.suggestions[0]?.filled.text;
  return { assistant, drafts, told, library, settings, says, kinds, reply };
}

describe('suggestions of which nothing was taken before the customer wrote again', () => {
  it('are stored as ignored, with what was shown, and say nothing against the rule', async () => {
    const { says, kinds, library } = flow();
    await says('在吗');
    await says('几天到', '豆豆');
    expect(kinds()).toEqual([]);
    await says('几天到');
    expect(library.outcomesSince(0)).toMatchObject([{ kind: 'ignored', message: '在吗', shown: [{ ruleId: 'here', reply: '在的' }] }]);
    expect(library.records().size).toBe(0);
    expect(library.learnedCounts().all).toBe(0);
  });

  it('are not where one was inserted, or all were dismissed, or nothing was shown', async () => {
    const { says, kinds, assistant } = flow();
    await says('在吗');
    await assistant.insert(assistant.state.shown!.suggestions[0]!.id);
    await says('几天到');
    assistant.dismiss(assistant.state.shown!.suggestions[0]!.id);
    await says('毫不相干的一句');
    await says('在吗');
    expect(kinds()).toEqual([['accepted', '在吗'], ['dismissed', '几天到']]);
  });
});

describe('what the agent sent by other ways', () => {
  it('is learned as the answer to the message in the panel: an edit where it is near a suggestion, else written', async () => {
    const { says, kinds, assistant, reply } = flow();
    await says('几天到');
    assistant.sent('三天哦');
    await says('在吗');
    assistant.sent('您好，请问需要什么帮助');
    expect(kinds()).toEqual([['edited', '几天到'], ['written', '在吗']]);
    await says('几天到');
    expect(reply()).toBe('三天哦');
  });

  it('is nothing without a message that it answers', () => {
    const { kinds, assistant } = flow();
    assistant.sent('三天哦');
    expect(kinds()).toEqual([]);
    expect(assistant.state.notice).toEqual({ kind: 'no-text' });
  });
});

describe("a model's draft", () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await ModelServer.start();
    server.otherwise = streams(['亲，配方和厂家', '都没有换过的哦']);
  });
  afterAll(() => server.close());

  const QUESTION = '你们这个绿豆糕是不是换厂家了';

  /** The flow with a model switched on and its draft for a message written. */
  async function drafted() {
    const all = flow();
    const profile = { ...profileFrom('own'), baseUrl: server.url, model: 'small' };
    all.settings.set('models', { ...all.settings.all.models, on: true, profiles: { p1: profile }, active: { '': 'p1' } });
    await all.says(QUESTION);
    await vi.waitUntil(() => all.drafts.ready);
    return all;
  }
  const outcome = ({ library }: ReturnType<typeof flow>) => library.outcomesSince(0).at(-1);

  it('that is inserted as it is is learned as if written by hand, by the model of relevance, too', async () => {
    const all = await drafted();
    await all.assistant.insert(all.drafts.draftId);
    expect(outcome(all)).toMatchObject({ kind: 'accepted', source: 'model', offered: '亲，配方和厂家都没有换过的哦' });
    expect(outcome(all)).not.toHaveProperty('ruleId');
    expect(all.assistant.state.toast).toMatchObject({ kind: 'learned' });
    const rule = all.library.rules().find(({ source }) => source.kind === 'learned');
    expect(all.told).toEqual([{ answerId: rule!.id, right: true }]);
    await all.says(QUESTION, '豆豆');
    expect(all.reply()).toBe('亲，配方和厂家都没有换过的哦');
  });

  it('that went out by other ways counts as that draft, edited; what is far from it as written', async () => {
    const all = await drafted();
    all.assistant.sent('亲，配方和厂家都没换过哦');
    expect(outcome(all)).toMatchObject({ kind: 'edited', source: 'model', final: '亲，配方和厂家都没换过哦' });
    const other = await drafted();
    other.assistant.sent('稍等，我问一下仓库再回您');
    expect(outcome(other)).toMatchObject({ kind: 'written' });
    expect(outcome(other)).not.toHaveProperty('source');
  });

  it('that is dismissed teaches nothing and does not come back', async () => {
    const all = await drafted();
    all.assistant.dismiss(all.drafts.draftId);
    expect(outcome(all)).toMatchObject({ kind: 'dismissed', source: 'model' });
    expect([all.drafts.view(), all.told, all.library.learnedCounts().all]).toEqual([null, [], 0]);
  });
});

describe('where the agent reviews first', () => {
  it('what is learned waits, is not suggested, and is told so', async () => {
    const { says, assistant, settings, library, reply } = flow();
    settings.set('learnedHold', 'review');
    await says('几天到');
    await assistant.insert(assistant.state.shown!.suggestions[0]!.id, '三天，下雨四天');
    expect(assistant.state.toast).toMatchObject({ kind: 'learned', review: true });
    expect(library.learnedCounts().waiting).toBe(1);
    await says('在吗');
    await says('几天到');
    expect(reply()).toBe('三天');
  });

  it('the same learned again adds to what waits', async () => {
    const { says, assistant, settings, library } = flow();
    settings.set('learnedHold', 'review');
    for (const message of ['几天到', '几天到？']) {
      await says(message);
      await assistant.insert(assistant.state.shown!.suggestions[0]!.id, '三天，下雨四天');
    }
    expect(library.rules().filter(({ source }) => source.kind === 'learned')).toMatchObject([{ enabled: false, source: { review: 'waiting' }, triggers: [{ kind: 'exact', texts: ['几天到', '几天到？'] }, { kind: 'examples' }] }]);
  });
});

it('the same toast twice is two toasts', async () => {
  const { says, assistant } = flow();
  const ids: (string | undefined)[] = [];
  for (const message of ['在吗', '几天到', '在吗']) {
    await says(message);
    await assistant.insert(assistant.state.shown!.suggestions[0]!.id);
    ids.push(assistant.state.toast?.id);
  }
  expect(new Set(ids).size).toBe(3);
});
