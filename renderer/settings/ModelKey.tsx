import { useId, useState } from 'react';
import type { Request } from '../../main/channels';
import { ask } from '../shared/bridge';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { modelProblemText } from '../shared/modelProblem';
import { useSettings } from './useSettings';

type Place = Request<'model:key'>['place'];

/** Takes a key and never shows it again. Where the system does not encrypt, the agent says where it is kept. */
export function ModelKey({ id, local }: { id: string; local: boolean }) {
  const t = useText();
  const { state } = useSettings();
  const { keys, encrypts } = state.models;
  const [key, setKey] = useState('');
  const [place, setPlace] = useState<Place>(encrypts ? 'keychain' : 'session');
  const [failed, setFailed] = useState<string | null>(null);
  const hint = useId();
  const kept = keys[id] ?? 'none';
  const keep = async (text: string) => {
    const result = await ask('model:key', { profile: id, key: text, place: encrypts ? 'keychain' : place });
    const problem = result?.answer;
    setFailed(problem ? modelProblemText(problem, t).title : null);
    if (!problem) setKey('');
  };
  return (
    <div className="model-field">
      <label className="model-field">
        <span>{t('model.settings.key')}</span>
        <input
          className="field"
          type="password"
          autoComplete="off"
          spellCheck={false}
          aria-describedby={hint}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && key.trim() !== '') void keep(key);
          }}
        />
      </label>
      <p className={kept === 'unreadable' ? 'meta warn' : 'meta'} id={hint} role="status" data-part="key-state">
        {failed ?? (kept === 'none' && local ? t('model.settings.keyNotNeeded') : t(`model.settings.keyState.${kept}`))}
      </p>
      {!encrypts && (
        <fieldset className="model-places">
          <legend className="meta">
            {t('model.settings.keyPlace')} · {t('model.settings.noKeychain')}
          </legend>
          {(['session', 'file'] as const).map((one) => (
            <label className="row" key={one}>
              <input type="radio" name={`place ${id}`} checked={place === one} onChange={() => setPlace(one)} />
              <span>{t(`model.settings.place.${one}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div className="row wrap">
        <Button look="soft" disabled={key.trim() === ''} onClick={() => void keep(key)}>
          {t('model.settings.saveKey')}
        </Button>
        {kept !== 'none' && <Button onClick={() => void keep('')}>{t('model.settings.removeKey')}</Button>}
      </div>
    </div>
  );
}
