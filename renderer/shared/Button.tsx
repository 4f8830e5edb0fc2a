import { useContext, type ReactNode, type Ref } from 'react';
import { ariaShortcut } from './accelerator';
import { Icon, type IconName } from './Icon';
import { KeyCaps, PlatformContext } from './KeyCaps';

interface Props {
  children: ReactNode;
  onClick: () => void;
  /** solid: the one thing most likely wanted; soft: the same on other cards; outlined: not to be pressed by habit; chat: the practice chat's own. */
  look?: 'solid' | 'soft' | 'outlined' | 'quiet' | 'chat';
  icon?: IconName;
  /** Accelerator shown as key caps inside the button. */
  keys?: string;
  /** Accelerator that works too but is not drawn. */
  hiddenKeys?: string;
  tiny?: boolean;
  /** As wide as one with key caps, also when it has none, so that buttons below each other line up. */
  wide?: boolean;
  /** Cannot be used now, and looks so. */
  disabled?: boolean;
  /** Cannot be used for a moment; looks as always, so that nothing flickers. */
  waiting?: boolean;
  describedBy?: string;
  /** Accessible name where the words alone would not say which of many it is for; must hold them. */
  name?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with words. It stays focusable when disabled, so that the keyboard never loses its place. */
export function Button({ children, onClick, look = 'quiet', icon, keys = '', hiddenKeys = '', tiny = false, wide = false, disabled = false, waiting = false, describedBy, name, ref }: Props) {
  const platform = useContext(PlatformContext);
  const off = disabled || waiting;
  const classes = ['button', look !== 'quiet' && `button-${look}`, (keys || wide) && look !== 'quiet' && 'button-keyed', wide && !keys && 'button-wide', tiny && 'button-tiny', disabled && 'button-idle'];
  return (
    <button
      ref={ref}
      type="button"
      className={classes.filter(Boolean).join(' ')}
      aria-label={name}
      aria-disabled={off || undefined}
      aria-describedby={describedBy}
      aria-keyshortcuts={ariaShortcut(keys || hiddenKeys, platform)}
      onClick={() => {
        if (!off) onClick();
      }}
    >
      {icon && <Icon name={icon} small />}
      <span>{children}</span>
      <KeyCaps of={keys} />
    </button>
  );
}

interface IconButtonProps {
  icon: IconName;
  /** Its accessible name, and its tooltip. */
  name: string;
  onClick: () => void;
  keys?: string;
  tiny?: boolean;
  /** For a button that opens something: whether it is open. */
  expanded?: boolean;
  /** What it opens. */
  opens?: 'menu' | 'listbox';
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is an icon alone: only for what every desktop program draws that way. */
export function IconButton({ icon, name, onClick, keys = '', tiny = false, expanded, opens, ref }: IconButtonProps) {
  const platform = useContext(PlatformContext);
  return (
    <button
      ref={ref}
      type="button"
      className={`button button-icon${tiny ? ' button-tiny' : ''}`}
      aria-label={name}
      title={name}
      aria-expanded={expanded}
      aria-haspopup={opens}
      aria-keyshortcuts={ariaShortcut(keys, platform)}
      onClick={onClick}
    >
      <Icon name={icon} small={tiny} />
    </button>
  );
}
