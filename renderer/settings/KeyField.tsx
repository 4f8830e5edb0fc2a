import { useContext, useEffect, useState, type KeyboardEvent } from 'react';
import type { KeyName } from '../../main/channels';
import { acceleratorOf, sameKeys } from '../shared/accelerator';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useText, type Translate } from '../shared/i18n';
import { PlatformContext, SpokenKeyCaps } from '../shared/KeyCaps';
import type { ControlProps } from './rows';
import { useSettings, type Settings } from './useSettings';

/** One global key: press the button, then the new keys. Says when they clash with another or do not work. */
export function KeyField({ name, describedBy }: ControlProps & { name: KeyName }) {
  const t = useText();
  const platform = useContext(PlatformContext);
  const { state, set } = useSettings();
  const { keys } = state.settings;
  const byDefault = state.defaultKeys[name];
  const [recording, setRecording] = useState(false);
  // A key that is claimed would act instead of being recorded.
  useEffect(() => {
    if (!recording) return;
    void send('settings:recording', { on: true });
    return () => void send('settings:recording', { on: false });
  }, [recording]);
  const [refused, setRefused] = useState<string | null>(null);
  const current = keys[name];
  const clash = (accelerator: string) => clashWith(name, accelerator, keys, (a, b) => sameKeys(a, b, platform));

  const take = (accelerator: string) => {
    const other = clash(accelerator);
    setRefused(other ? t('settings.keyConflict', { other: t(`settings.key.${other}`) }) : null);
    if (other) return;
    setRecording(false);
    set('keys', { ...keys, [name]: accelerator });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording || (event.key === 'Tab' && !event.altKey && !event.ctrlKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') stop();
    else if (event.key === 'Backspace') take('');
    else {
      const pressed = acceleratorOf(event.nativeEvent, platform);
      if (pressed === 'bare') setRefused(t('settings.keyBare'));
      else if (pressed !== null) take(pressed);
    }
  };
  const stop = () => {
    setRecording(false);
    setRefused(null);
  };

  const standing = clash(current);
  const problem = refused ?? problemOf(state.keysTaken.includes(name), standing, t);
  return (
    <div className="key-field" role="group" aria-describedby={describedBy}>
      <div className="row key-row">
        {!recording && !sameKeys(current, byDefault, platform) && (
          <Button tiny name={t('settings.resetNamed', { name: t(`settings.key.${name}`) })} onClick={() => take(byDefault)}>
            {t('settings.resetKey')}
          </Button>
        )}
        <button
          type="button"
          className={`button button-outlined key-button${recording ? ' recording' : ''}`}
          onClick={() => setRecording(true)}
          onBlur={stop}
          onKeyDown={onKeyDown}
        >
          {!recording && <span className="only-heard">{t('settings.change', { name: t(`settings.key.${name}`) })} </span>}
          {recording ? t('settings.press') : current ? <SpokenKeyCaps of={current} /> : t('settings.noKey')}
        </button>
      </div>
      <p className={`meta key-note${problem ? ' warn' : ''}`} role="status">
        {problem && <Icon name="warn" small />} {problem ?? (recording ? t('settings.keyHint') : '')}
      </p>
    </div>
  );
}

/** All keys as they were at the beginning. */
export function ResetKeys() {
  const t = useText();
  const { state, set } = useSettings();
  return <Button onClick={() => set('keys', state.defaultKeys)}>{t('settings.resetKeys')}</Button>;
}

function clashWith(name: KeyName, accelerator: string, keys: Settings['keys'], same: (a: string, b: string) => boolean): KeyName | undefined {
  if (accelerator === '') return undefined;
  return (Object.keys(keys) as KeyName[]).find((other) => other !== name && same(keys[other], accelerator));
}

function problemOf(taken: boolean, clash: KeyName | undefined, t: Translate): string | null {
  if (clash) return t('settings.keyConflict', { other: t(`settings.key.${clash}`) });
  return taken ? t('settings.keyTaken') : null;
}
