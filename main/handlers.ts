import { shell } from 'electron';
import type { Assistant } from './assistant';
import type { ClipboardCapture } from './capture/clipboard';
import type { PanelState, PracticeState, Request, SettingsState } from './channels';
import type { History } from './history/history';
import type { Mapping } from './history/miner';
import type { Handlers } from './ipc';
import type { LearnedDesk } from './learned';
import type { LearnedState } from './learned-channels';
import type { ModelDesk } from './model/desk';
import type { KeyPlace } from './model/keys-view';
import type { Problem } from './problem';
import type { SettingsStore } from './settings';
import type { TargetTracker } from './target';
import type { Watching } from './watching';
import type { Windows } from './windows';
import type { PracticeConversation } from './windows/practice';

/** The parts that the channels speak to. */
export interface HandlerParts {
  assistant: Assistant;
  capture: ClipboardCapture;
  settings: SettingsStore;
  target: TargetTracker;
  watching: Watching;
  model: ModelDesk;
  /** Keeps a key; answers the problem when it could not. */
  modelKey(profile: string, key: string, place: KeyPlace): Problem | null;
  dataFolder: string;
  windows: Windows;
  practice: PracticeConversation;
  panelState(): PanelState;
  settingsState(): SettingsState;
  practiceState(): PracticeState;
  learned: LearnedDesk;
  history: History;
  learnedState(): LearnedState;
  learnedDays(): { day: string; entries: number }[];
  learnedSince(time: number): { entries: number; rules: number };
  /** Asks for files of past conversations; none when the agent thinks better of it. */
  chooseFiles(): Promise<string[]>;
  openPermissions(): void;
  /** Gives the panel the keyboard, or the chat window. */
  focusPanel(wanted: boolean): Promise<void>;
  /** While a key is being recorded no global key is claimed. */
  recordKeys(on: boolean): void;
  quit(): void;
  changed(): void;
}

/** What each channel does: a line each, the work is elsewhere. */
export function handlersFor(parts: HandlerParts): Handlers {
  const { assistant, capture, settings, target, watching } = parts;
  return {
    'panel:state': () => parts.panelState(),
    'message:enter': ({ text }) => assistant.enter(text),
    'message:newest': () => assistant.showNewest(),
    'suggestion:insert': async ({ id, text, send }) => {
      await assistant.insert(id, text, send);
      await parts.focusPanel(false);
    },
    'reply:insert': async ({ text }) => {
      await assistant.write(text);
      await parts.focusPanel(false);
    },
    'suggestion:dismiss': ({ id }) => assistant.dismiss(id),
    'panel:focus': async ({ wanted, editing }) => {
      assistant.editing(editing);
      await parts.focusPanel(wanted);
    },
    'panel:hide': () => parts.windows.panel.hide(),
    'panel:quit': () => parts.quit(),
    'learning:undo': ({ outcome }) => assistant.undo(outcome),
    'program:decide': async ({ program, decision }) => {
      if (decision !== 'later') settings.set('programs', { ...settings.all.programs, [program]: decision });
      assistant.answered();
      await capture.decided(program, decision);
    },
    'watch:pause': ({ forMinutes }) => watching.pause(Date.now(), forMinutes),
    'watch:resume': () => watching.resume(),
    'watch:start': ({ practice }) => {
      settings.set('started', true);
      watching.start();
      if (practice) parts.windows.show('practice');
    },
    'target:list': async () => (await target.choices()).map(({ id, title, program }) => ({ id, title, program })),
    'target:pick': async ({ id }) => {
      await target.pick(id);
    },
    'notice:act': async ({ action }) => {
      if (await assistant.act(action)) return;
      if (action === 'open-folder') await shell.openPath(parts.dataFolder);
      if (action === 'open-permissions') parts.openPermissions();
    },
    'toast:close': () => assistant.closeToast(),
    'practice:open': () => void parts.windows.show('practice'),
    'practice:state': () => parts.practiceState(),
    'practice:send': ({ text }) => {
      parts.practice.send(text);
      parts.changed();
    },
    'model:ask': () => parts.model.ask(assistant.state.shown),
    'model:stop': () => parts.model.stop(),
    'model:preview': () => parts.model.preview(assistant.state.shown),
    'model:test': ({ profile }) => parts.model.test(profile),
    'model:key': ({ profile, key, place }) => parts.modelKey(profile, key, place),
    ...learnedHandlers(parts),
    'settings:open': () => void parts.windows.show('settings'),
    'settings:recording': ({ on }) => parts.recordKeys(on),
    'settings:folder': async () => {
      await shell.openPath(parts.dataFolder);
    },
    'settings:get': () => parts.settingsState(),
    'settings:set': ({ key, value }) => {
      const result = settings.trySet(key, value);
      parts.changed();
      return result;
    },
  };
}

/** Zod's optional fields may be there and undefined; ours may not. */
function mappingOf({ conversation, time, ...rest }: NonNullable<Request<'history:again'>['mapping']>): Mapping {
  return { ...rest, ...(conversation === undefined ? {} : { conversation }), ...(time === undefined ? {} : { time }) };
}

type LearnedCall = Extract<keyof Handlers, `${'learned' | 'tidy' | 'history'}:${string}`>;

function learnedHandlers({ learned, history, windows, ...parts }: HandlerParts): Pick<Handlers, LearnedCall> {
  return {
    'learned:open': () => void windows.show('learned'),
    'learned:state': () => parts.learnedState(),
    'learned:list': ({ only, limit, before }) => learned.page(only, limit, before),
    'learned:rule': ({ id }) => learned.rule(id),
    'learned:rules': ({ query, except }) => learned.choices(query, except),
    'learned:accept': ({ entry }) => learned.accept(entry),
    'learned:edit': ({ entry, rule, ...texts }) => learned.edit(entry, rule, texts),
    'learned:merge': ({ entry, rule, into }) => learned.merge(entry, rule, into),
    'learned:undo': ({ id }) => learned.undo(id),
    'learned:days': () => parts.learnedDays(),
    'learned:preview': ({ time }) => parts.learnedSince(time),
    'learned:roll-back': ({ time }) => learned.rollBack(time),
    'tidy:list': () => learned.tidy(),
    'tidy:archive': ({ rules }) => learned.archive(rules),
    'history:choose': async () => void history.read(await parts.chooseFiles()),
    'history:paste': ({ text }) => void history.readText(text),
    'history:again': ({ agents, swapRoles, mapping }) =>
      void history.readAgain({ ...(agents ? { agents } : {}), ...(swapRoles === undefined ? {} : { swapRoles }), ...(mapping ? { mapping: mappingOf(mapping) } : {}) }),
    'history:cancel': () => history.cancel(),
    'history:proposals': () => history.proposals(),
    'history:accept': ({ picks }) => {
      const { source } = history;
      const done = learned.addMined(history.rulesOf(picks), source);
      if (done.ok) history.accepted(picks.map(({ id }) => id));
      return done;
    },
    'history:leave': () => history.leave(),
  };
}
