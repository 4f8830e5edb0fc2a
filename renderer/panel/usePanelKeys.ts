import { useEffect, useRef } from 'react';
import { send } from '../shared/bridge';
import { composing } from '../shared/keyboard';
import type { PanelModel } from './model';
import { offeredIn } from './offered';

/** The keys of the panel itself, for when it has the keyboard. Editor, box and menus keep their own keys. */
export function usePanelKeys(model: PanelModel): void {
  const latest = useRef(model);
  useEffect(() => {
    latest.current = model;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || composing(event)) return;
      if (event.key === 'F6') focusRegion(event.shiftKey ? -1 : 1);
      else if (event.target instanceof Element && event.target.closest('textarea, input, [role="menu"], [role="listbox"]')) return;
      else if (!act(event, latest.current)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}

/** Does what a key stands for; false when it stands for nothing here. */
function act(event: KeyboardEvent, model: PanelModel): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const { state, selection, editor } = model;
  if (event.key === 'Escape') {
    void send('panel:focus', { wanted: false, editing: editor.editing !== null });
    return true;
  }
  const onButton = event.target instanceof Element && event.target.closest('button') !== null;
  const suggestion = offeredIn(state)[focusedCard() ?? selection.index];
  switch (event.key) {
    case 'ArrowDown':
      selection.move(1);
      return true;
    case 'ArrowUp':
      selection.move(-1);
      return true;
    case 'Enter':
      if (onButton || event.repeat || !suggestion || !mayInsert(model) || toLook(state, suggestion.id)) return false;
      model.insert(suggestion);
      return true;
    case 'e':
    case 'E':
      if (suggestion) editor.open(suggestion);
      return true;
    case 'w':
    case 'W':
      if (suggestion) model.toggleWhy(suggestion.id);
      return true;
    case 'Delete':
      if (suggestion && !event.repeat) model.dismiss(suggestion);
      return true;
    default:
      return false;
  }
}

/** Not for an old message, and after an insertion only where the agent went to a card for it. */
function mayInsert({ state, selection, stale }: PanelModel): boolean {
  return !stale && (!state.answered || selection.chosen || focusedCard() !== undefined);
}

/** What has to be looked at first is inserted by its button. */
function toLook({ draft }: PanelModel['state'], id: string): boolean {
  return draft?.id === id && (!draft.ready || draft.warnings.length > 0);
}

/** Index of the card that holds the focus, also when the focus is on one of its buttons. */
function focusedCard(): number | undefined {
  const card = document.activeElement?.closest<HTMLElement>('[data-card]');
  return card ? Number(card.dataset.card) : undefined;
}

/** F6: status, target, message, suggestions, footer, and around. */
function focusRegion(step: 1 | -1): void {
  const regions = Array.from(document.querySelectorAll<HTMLElement>('[data-region]')).filter((region) => focusable(region));
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length] ?? regions[0];
  if (next) focusable(next)?.focus();
}

function focusable(region: HTMLElement): HTMLElement | null {
  return region.querySelector<HTMLElement>('.card-selected, button, textarea, [tabindex="0"]');
}
