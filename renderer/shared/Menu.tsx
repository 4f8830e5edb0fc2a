import { useEffect, useRef, type KeyboardEvent } from 'react';
import { Icon } from './Icon';
import { KeyCaps } from './KeyCaps';

export interface MenuItem {
  id: string;
  label: string;
  /** A second, quieter text. */
  detail?: string;
  keys?: string;
  /** The one in force now. */
  current?: boolean;
  lang?: string | undefined;
}

interface Props {
  /** "menu": commands; "listbox": one of several. */
  kind: 'menu' | 'listbox';
  name: string;
  items: MenuItem[];
  /** Said when there are no items. */
  empty?: string;
  onPick: (id: string) => void;
  onClose: () => void;
}

/** A list that opens below a button: arrows move, Enter picks, Esc or a press elsewhere closes. */
export function Menu({ kind, name, items, empty, onPick, onClose }: Props) {
  const root = useRef<HTMLUListElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useEffect(() => {
    const first = root.current?.querySelector<HTMLElement>('[aria-selected="true"]') ?? root.current?.querySelector<HTMLElement>('[tabindex]');
    first?.focus();
  }, []);

  useEffect(() => {
    const pressed = (event: PointerEvent) => {
      // the opener toggles by itself
      if (event.target instanceof Element && !event.target.closest('[data-menu]')) close.current();
    };
    const left = () => close.current();
    document.addEventListener('pointerdown', pressed);
    window.addEventListener('blur', left);
    return () => {
      document.removeEventListener('pointerdown', pressed);
      window.removeEventListener('blur', left);
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = Array.from(root.current?.querySelectorAll<HTMLElement>('[tabindex]') ?? []);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (move !== undefined) all[(move + all.length) % all.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'Enter' || event.key === ' ') (document.activeElement as HTMLElement).click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <ul className="menu" role={kind} aria-label={name} ref={root} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <li
          key={item.id}
          className="menu-item"
          role={kind === 'menu' ? 'menuitem' : 'option'}
          aria-selected={kind === 'listbox' ? (item.current ?? false) : undefined}
          tabIndex={-1}
          onClick={() => onPick(item.id)}
        >
          <span className="grow">
            <span className="menu-label" lang={item.lang}>
              {item.label}
            </span>
            {item.detail && <span className="meta menu-detail">{item.detail}</span>}
          </span>
          {item.current && <Icon name="check" small />}
          {item.keys && <KeyCaps of={item.keys} />}
        </li>
      ))}
      {items.length === 0 && empty && (
        <li className="menu-empty meta-2" role="presentation">
          {empty}
        </li>
      )}
    </ul>
  );
}
