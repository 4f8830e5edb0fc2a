import { useId, useState } from 'react';
import { ask } from '../shared/bridge';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { ModelProfile } from './ModelProfile';
import { newProfileId, presetName, usesOf, withoutProfile, withProfile } from './modelProfiles';
import type { ControlProps } from './rows';
import { useSettings } from './useSettings';

/** All models that the agent has set up, which of them is used where, and the way to add one. */
export function Models({ labelledBy }: ControlProps) {
  const t = useText();
  const { state, set } = useSettings();
  const { models } = state.settings;
  const ids = Object.keys(models.profiles);
  const [preset, setPreset] = useState(state.models.presets[0]?.id ?? '');
  const add = () => {
    const chosen = state.models.presets.find(({ id }) => id === preset);
    if (chosen) set('models', withProfile(models, newProfileId(), chosen));
  };
  const remove = (id: string) => {
    void ask('model:key', { profile: id, key: '', place: 'session' });
    set('models', withoutProfile(models, id));
  };
  return (
    <div className="models">
      {ids.length === 0 && <p className="meta-2">{t('model.settings.profilesNone')}</p>}
      <ul className="model-list" aria-labelledby={labelledBy}>
        {ids.map((id) => (
          <ModelProfile key={id} id={id} profile={models.profiles[id]!} onRemove={() => remove(id)} />
        ))}
      </ul>
      <div className="row wrap">
        <select className="field" aria-label={t('model.settings.addWhich')} value={preset} onChange={(event) => setPreset(event.target.value)}>
          {state.models.presets.map((one) => (
            <option key={one.id} value={one.id}>
              {presetName(one, t)}
            </option>
          ))}
        </select>
        <Button look="soft" onClick={add}>
          {t('model.settings.add')}
        </Button>
      </div>
      {ids.length > 0 && <Uses />}
    </div>
  );
}

/** Which model is used everywhere, which for this shop, and which when that one fails. */
function Uses() {
  const t = useText();
  const { state, set } = useSettings();
  const { models, shopName } = state.settings;
  const { everywhere, here } = usesOf(models, shopName);
  const options = Object.entries(models.profiles).map(([id, { name, model }]) => ({ id, label: name || model || id }));
  const active = (scope: string, id: string) => {
    const { [scope]: _former, ...rest } = models.active;
    set('models', { ...models, active: id ? { ...rest, [scope]: id } : rest });
  };
  return (
    <div className="model-fields">
      <Pick label={t('model.settings.active')} none={t('model.settings.none')} value={everywhere} options={options} onChange={(id) => active('', id)} />
      {shopName !== '' && (
        <Pick label={t('model.settings.activeShop', { shop: shopName })} none={t('model.settings.sameAsElse')} value={here} options={options} onChange={(id) => active(shopName, id)} />
      )}
      <Pick
        label={t('model.settings.fallback')}
        hint={t('model.settings.fallbackHint')}
        none={t('model.settings.none')}
        value={models.fallback}
        options={options}
        onChange={(fallback) => set('models', { ...models, fallback })}
      />
    </div>
  );
}

interface PickProps {
  label: string;
  hint?: string;
  none: string;
  value: string;
  options: { id: string; label: string }[];
  onChange: (id: string) => void;
}

function Pick({ label, hint, none, value, options, onChange }: PickProps) {
  const field = useId();
  const described = useId();
  return (
    <div className="model-field">
      <label htmlFor={field}>{label}</label>
      <select id={field} className="field" aria-describedby={hint && described} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <span className="meta" id={described}>
          {hint}
        </span>
      )}
    </div>
  );
}
