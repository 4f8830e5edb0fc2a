import { useState, type KeyboardEvent } from 'react';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { useText, type TextKey } from '../shared/i18n';
import { composing } from '../shared/keyboard';
import type { ControlProps } from './rows';
import { useSettings, type Settings } from './useSettings';

export function Switch({ on, onChange, labelledBy, describedBy }: ControlProps & { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button type="button" className="switch" role="switch" aria-checked={on} aria-labelledby={labelledBy} aria-describedby={describedBy} onClick={() => onChange(!on)} />
  );
}

/** Text merely selected with the mouse counts, too (X11). */
export function Primary(props: ControlProps) {
  const { state, set } = useSettings();
  return <Switch on={state.settings.watchPrimary} onChange={(on) => set('watchPrimary', on)} {...props} />;
}

/** The one setting that lets a reply go out unseen: its warning stands beside it. */
export function InsertAndSend(props: ControlProps) {
  const { state, set } = useSettings();
  return <Switch on={state.settings.insertAndSend} onChange={(on) => set('insertAndSend', on)} {...props} />;
}

interface ChoiceProps<V extends string> extends ControlProps {
  name: string;
  value: V;
  options: { value: V; label: string; lang?: string }[];
  onChange: (value: V) => void;
}

function Choice<V extends string>({ name, value, options, onChange, labelledBy }: ChoiceProps<V>) {
  return (
    <div className="choice" role="radiogroup" aria-labelledby={labelledBy}>
      {options.map((option) => (
        <label className="choice-option" key={option.value} lang={option.lang}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

/** Light, dark, or as the desktop is. */
export function Theme(props: ControlProps) {
  const t = useText();
  const { state, set } = useSettings();
  const options = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`) }));
  return <Choice name="theme" value={state.settings.theme} options={options} onChange={(value) => set('theme', value)} {...props} />;
}

/** Each language by its own name; it changes at once. */
export function Language(props: ControlProps) {
  const t = useText();
  const { state, set } = useSettings();
  const options = [
    { value: 'system' as const, label: t('settings.languageSystem') },
    { value: 'zh-CN' as const, label: t('settings.languages.zh'), lang: 'zh-CN' },
    { value: 'en' as const, label: t('settings.languages.en'), lang: 'en' },
  ];
  return <Choice name="locale" value={state.settings.locale} options={options} onChange={(value) => set('locale', value)} {...props} />;
}

/** A name, saved when the field is left or Enter is pressed, so that no half name is used. */
export function Name({ of, labelledBy, describedBy }: ControlProps & { of: 'agentName' | 'shopName' }) {
  const { state, set } = useSettings();
  const saved = state.settings[of];
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    if (draft !== null && draft.trim() !== saved) set(of, draft.trim());
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent)) return;
    if (event.key === 'Enter') save();
    else if (event.key === 'Escape') setDraft(null);
  };
  return (
    <input
      className="field"
      maxLength={of === 'agentName' ? 100 : 200}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      value={draft ?? saved}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={onKeyDown}
    />
  );
}

interface ScaleProps extends ControlProps {
  of: keyof Settings & ('silentBelow' | 'closeCall');
  min: number;
  max: number;
  step: number;
  /** The word for values below each bound; the last for the rest. */
  words: [below: number, word: TextKey][];
}

/** A number told in words: nobody knows what a confidence of 0.4 is. */
function Scale({ of, min, max, step, words, labelledBy, describedBy }: ScaleProps) {
  const t = useText();
  const { state, set } = useSettings();
  const saved = state.settings[of];
  // while the knob is being dragged nothing is written to disk
  const [dragged, setDragged] = useState<number | null>(null);
  const value = dragged ?? saved;
  const save = () => {
    if (dragged !== null && dragged !== saved) set(of, dragged);
    setDragged(null);
  };
  const word = words.find(([below]) => value < below) ?? words.at(-1)!;
  return (
    <div className="scale">
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-valuetext={t(word[1])}
        onChange={(event) => setDragged(Number(event.target.value))}
        onPointerUp={save}
        onKeyUp={save}
        onBlur={save}
      />
      <span className="meta-2" aria-hidden="true">
        {t(word[1])}
      </span>
    </div>
  );
}

/** How much is offered when nothing is certain. */
export function SilentBelow(props: ControlProps) {
  const words: ScaleProps['words'] = [[0.25, 'settings.silentWords.low'], [0.5, 'settings.silentWords.middle'], [1.1, 'settings.silentWords.high']];
  return <Scale of="silentBelow" min={0.1} max={0.8} step={0.05} words={words} {...props} />;
}

/** How close two suggestions must be to be called a tie. */
export function CloseCall(props: ControlProps) {
  const words: ScaleProps['words'] = [[0.06, 'settings.closeWords.low'], [0.13, 'settings.closeWords.middle'], [1.1, 'settings.closeWords.high']];
  return <Scale of="closeCall" min={0.02} max={0.2} step={0.01} words={words} {...props} />;
}

/** Whether what is learned holds at once. */
export function LearnedHold(props: ControlProps) {
  const t = useText();
  const { state, set } = useSettings();
  const options = (['at-once', 'review'] as const).map((value) => ({ value, label: t(`settings.learnedHolds.${value}`) }));
  return <Choice name="learnedHold" value={state.settings.learnedHold} options={options} onChange={(value) => set('learnedHold', value)} {...props} />;
}

const KEEP_DAYS = [30, 90, 180, 365, 0];

/** How long the texts of conversations are kept; a number of days of the agent's own stands among the choices. */
export function KeepDays({ labelledBy, describedBy }: ControlProps) {
  const t = useText();
  const { state, set } = useSettings();
  const { keepDays } = state.settings;
  const choices = KEEP_DAYS.includes(keepDays) ? KEEP_DAYS : [keepDays, ...KEEP_DAYS];
  return (
    <select className="field field-select" aria-labelledby={labelledBy} aria-describedby={describedBy} value={keepDays} onChange={(event) => set('keepDays', Number(event.target.value))}>
      {choices.map((days) => (
        <option key={days} value={days}>
          {days === 0 ? t('settings.keepForever') : t('settings.days', { count: days })}
        </option>
      ))}
    </select>
  );
}

/** Where everything is kept; to be selected and copied, or opened. */
export function DataFolder({ labelledBy, describedBy }: ControlProps) {
  const t = useText();
  const { state } = useSettings();
  return (
    <div className="row">
      <input className="field field-path" readOnly aria-labelledby={labelledBy} aria-describedby={describedBy} value={state.dataFolder} onFocus={(event) => event.target.select()} />
      <Button look="outlined" icon="folder" onClick={() => void send('settings:folder')}>
        {t('settings.openFolder')}
      </Button>
    </div>
  );
}
