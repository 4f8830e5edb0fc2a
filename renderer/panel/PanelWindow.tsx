import type { RefObject } from 'react';
import type { PanelState } from '../../main/channels';
import { usePushed } from '../shared/bridge';
import { LocaleProvider, translator } from '../shared/i18n';
import { PlatformContext } from '../shared/KeyCaps';
import { usePage } from '../shared/usePage';
import { Body } from './Body';
import { Footer } from './Footer';
import { Message } from './Message';
import { ModelProvider, usePanelModel } from './model';
import { StatusRow } from './StatusRow';
import { TargetRow } from './TargetRow';
import { ToastRow } from './ToastRow';
import { usePainted } from './usePainted';
import { usePanelKeys } from './usePanelKeys';

/** The panel's page: waits for the first state, then draws every one that main pushes. */
export function PanelWindow() {
  const [state, latest] = usePushed('panel:state', 'panel:state');
  usePage(state?.locale, state?.theme, translator(state?.locale ?? 'zh-CN')('app.name'));
  if (!state) return null;
  return (
    <LocaleProvider locale={state.locale}>
      <PlatformContext value={state.platform}>
        <Panel state={state} latest={latest} />
      </PlatformContext>
    </LocaleProvider>
  );
}

/** Status, target, message, cards, toast, footer: only the middle scrolls. `latest` may be ahead of `state`. */
export function Panel({ state, latest }: { state: PanelState; latest: RefObject<PanelState | null> }) {
  const model = usePanelModel(state, latest);
  usePanelKeys(model);
  usePainted(state);
  const firstStart = state.watching.state === 'off' && !state.message;
  // what could not be read has nothing to do with the message that stood there before
  const unread = state.notice?.kind === 'too-long' || state.notice?.kind === 'no-text';
  return (
    <ModelProvider value={model}>
      <div className="panel">
        <StatusRow />
        {!firstStart && <TargetRow />}
        {state.message && !unread && <Message message={state.message} key={state.message.id} />}
        <Body firstStart={firstStart} />
        <ToastRow />
        {!firstStart && <Footer />}
      </div>
    </ModelProvider>
  );
}
