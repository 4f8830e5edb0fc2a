import { useState } from 'react';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { SentView } from '../shared/SentView';
import { Switch } from './controls';
import { DraftField } from './DraftField';
import type { ControlProps } from './rows';
import { useSettings } from './useSettings';

/** Nothing leaves the machine before this is on. */
export function ModelsOn(props: ControlProps) {
  const { state, set } = useSettings();
  const { models } = state.settings;
  return <Switch on={models.on} onChange={(on) => set('models', { ...models, on })} {...props} />;
}

/** A rule that fits word for word is answer enough. */
export function SkipWhenSure(props: ControlProps) {
  const { state, set } = useSettings();
  const { models } = state.settings;
  return <Switch on={models.skipWhenSure} onChange={(skipWhenSure) => set('models', { ...models, skipWhenSure })} {...props} />;
}

/** What the shop stands by; a model may promise nothing else. */
export function ShopFacts() {
  const t = useText();
  const { state, set } = useSettings();
  const { models } = state.settings;
  return <DraftField label={t('model.settings.facts')} value={models.facts} most={6_000} lines={6} labelled onSave={(facts) => set('models', { ...models, facts })} />;
}

export function ShopTone() {
  const t = useText();
  const { state, set } = useSettings();
  const { models } = state.settings;
  return <DraftField label={t('model.settings.tone')} value={models.tone} most={1_000} lines={2} labelled onSave={(tone) => set('models', { ...models, tone })} />;
}

/** What would be sent for the message in the panel, or for an example. */
export function SentPreview() {
  const t = useText();
  const { state } = useSettings();
  const [shown, setShown] = useState(false);
  return (
    <div className="model-fields">
      <div className="row">
        <Button look="outlined" onClick={() => setShown(!shown)}>
          {t(shown ? 'model.hide' : 'model.see')}
        </Button>
      </div>
      {shown && <SentView key={JSON.stringify(state.settings.models)} />}
    </div>
  );
}
