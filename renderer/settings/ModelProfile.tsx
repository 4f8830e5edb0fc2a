import { useId, useState } from 'react';
import type { TestView } from '../../main/channels';
import { ask } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useText } from '../shared/i18n';
import { modelProblemText } from '../shared/modelProblem';
import { Switch } from './controls';
import { DraftField } from './DraftField';
import { ModelKey } from './ModelKey';
import { headersFrom, headersText, isLocal, type Profile } from './modelProfiles';
import { useSettings } from './useSettings';

interface Props {
  id: string;
  profile: Profile;
  onRemove: () => void;
}

/** One model: where it is, its key, how it is reached, and whether it answers. */
export function ModelProfile({ id, profile, onRemove }: Props) {
  const t = useText();
  const { state, set } = useSettings();
  const [more, setMore] = useState(false);
  const { models } = state.settings;
  const change = (part: Partial<Profile>) => set('models', { ...models, profiles: { ...models.profiles, [id]: { ...profile, ...part } } });
  const name = profile.name || profile.model || id;
  const badUrl = (text: string) => (text === '' || /^https?:\/\/[^\s/@]+(?:\/\S*)?$/i.test(text) ? null : t('model.settings.wrongUrl'));
  return (
    <li className="model-profile" aria-label={name}>
      <div className="model-fields">
        <DraftField label={t('model.settings.name')} value={profile.name} most={100} onSave={(name) => change({ name })} />
        <DraftField label={t('model.settings.baseUrl')} hint={/^http:/i.test(profile.baseUrl) && !isLocal(profile.baseUrl) ? t('model.settings.plainHttp') : t('model.settings.baseUrlHint')} value={profile.baseUrl} most={500} wrong={badUrl} onSave={(baseUrl) => change({ baseUrl })} />
        <DraftField label={t('model.settings.model')} value={profile.model} most={200} onSave={(model) => change({ model })} />
        <ModelKey id={id} local={isLocal(profile.baseUrl)} />
        {more && (
          <>
            <DraftField
              label={t('model.settings.firstWord')}
              value={String(profile.firstWordSeconds)}
              most={3}
              numeric
              onSave={(text) => change({ firstWordSeconds: Math.min(300, Math.max(2, Math.round(Number(text)) || profile.firstWordSeconds)) })}
            />
            <DraftField label={t('model.settings.proxy')} hint={t('model.settings.proxyHint')} value={profile.proxy} most={500} wrong={badUrl} onSave={(proxy) => change({ proxy })} />
            <DraftField
              label={t('model.settings.headers')}
              hint={t('model.settings.headersHint')}
              value={headersText(profile.headers)}
              most={4_000}
              lines={3}
              wrong={(text) => {
                const headers = headersFrom(text);
                return typeof headers === 'number' ? t('model.settings.headersWrong', { line: headers }) : null;
              }}
              onSave={(text) => {
                const headers = headersFrom(text);
                if (typeof headers !== 'number') change({ headers });
              }}
            />
          </>
        )}
      </div>
      <Masking profile={profile} onChange={(masking) => change({ masking })} />
      <Test id={id} />
      <div className="row wrap">
        <Button tiny onClick={() => setMore(!more)}>
          {t(more ? 'model.settings.less' : 'model.settings.more')}
        </Button>
        <Button tiny name={t('model.settings.removeNamed', { name })} onClick={onRemove}>
          {t('model.settings.remove')}
        </Button>
      </div>
    </li>
  );
}

/** Off only with a warning that stands there as long as it is off. */
function Masking({ profile, onChange }: { profile: Profile; onChange: (on: boolean) => void }) {
  const t = useText();
  const label = useId();
  const host = profile.baseUrl.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return (
    <div>
      <div className="row">
        <span className="grow" id={label}>
          {t('model.settings.masking')}
        </span>
        <Switch on={profile.masking} onChange={onChange} labelledBy={label} describedBy={undefined} />
      </div>
      {!profile.masking &&
        (isLocal(profile.baseUrl) ? (
          <p className="meta">{t('model.settings.maskingOffLocal')}</p>
        ) : (
          <p className="note note-warn" role="alert">
            <Icon name="warn" />
            <span>{t('model.settings.maskingOff', { host })}</span>
          </p>
        ))}
    </div>
  );
}

/** Asks for one word and says in words what came of it. */
function Test({ id }: { id: string }) {
  const t = useText();
  const [result, setResult] = useState<TestView | 'testing' | null>(null);
  const run = async () => {
    setResult('testing');
    setResult((await ask('model:test', { profile: id }))?.answer ?? null);
  };
  return (
    <div className="row wrap">
      <Button look="outlined" waiting={result === 'testing'} onClick={() => void run()}>
        {t('model.settings.test')}
      </Button>
      <div className="grow meta-2" role="status" data-part="test">
        {result === 'testing' && t('model.settings.testing')}
        {result !== null && result !== 'testing' && <TestResult result={result} />}
      </div>
    </div>
  );
}

function TestResult({ result }: { result: TestView }) {
  const t = useText();
  if (result.ok) return <p className="ok">{t('model.settings.testOk', { ms: result.ms, reply: result.reply })}</p>;
  const { title, text, says } = modelProblemText(result.problem, t);
  return (
    <>
      <p className="warn strong">{title}</p>
      <p>{text}</p>
      {says && <p className="meta">{says}</p>}
      {result.models.length > 0 && <p className="meta">{t('model.settings.testModels', { models: result.models.slice(0, 10).join(t('model.and')) })}</p>}
    </>
  );
}
