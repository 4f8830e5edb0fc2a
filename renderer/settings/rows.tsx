import type { ComponentType } from 'react';
import type { KeyName, SettingsState } from '../../main/channels';
import type { Translate } from '../shared/i18n';
import { CloseCall, DataFolder, KeepDays, LearnedHold, InsertAndSend, Language, Name, Primary, SilentBelow, Theme } from './controls';
import { KeyField, ResetKeys } from './KeyField';
import { ModelsOn, SentPreview, ShopFacts, ShopTone, SkipWhenSure } from './modelControls';
import { Models } from './Models';
import { Programs } from './Programs';

/** In the order of the page. */
export const SECTIONS = ['watch', 'keys', 'insert', 'look', 'names', 'suggest', 'learn', 'models', 'data'] as const;

/** What a control gets from its row: the ids of the words beside it. */
export interface ControlProps {
  labelledBy: string;
  describedBy: string | undefined;
}

export interface Row {
  id: string;
  section: (typeof SECTIONS)[number];
  label: string;
  hint?: string;
  /** The control stands below its words, over the whole width. */
  wide?: boolean;
  Control: ComponentType<ControlProps>;
}

const KEY_ORDER: readonly KeyName[] = ['insert1', 'insert2', 'insert3', 'edit1', 'edit2', 'edit3', 'newest', 'ask', 'show', 'pause', 'take', 'sent', 'undo', 'learned'];
/** Made once: a component made while drawing would lose its state at each drawing. */
const KEY_FIELDS = KEY_ORDER.map((name) => ({ name, Control: (props: ControlProps) => <KeyField name={name} {...props} /> }));
const AgentName = (props: ControlProps) => <Name of="agentName" {...props} />;
const ShopName = (props: ControlProps) => <Name of="shopName" {...props} />;

/** Every setting that there is at this seat. */
export function rowsOf({ canWatchPrimary }: SettingsState, t: Translate): Row[] {
  return [
    { id: 'programs', section: 'watch', label: t('settings.programs'), hint: t('settings.programsHint'), wide: true, Control: Programs },
    ...(canWatchPrimary ? [{ id: 'primary', section: 'watch', label: t('settings.primary'), hint: t('settings.primaryHint'), Control: Primary } as const] : []),
    { id: 'resetKeys', section: 'keys', label: t('settings.allKeys'), hint: t('settings.keysHint'), Control: ResetKeys },
    ...KEY_FIELDS.map(({ name, Control }) => ({ id: name, section: 'keys', label: t(`settings.key.${name}`), Control }) as const),
    { id: 'insertAndSend', section: 'insert', label: t('settings.insertAndSend'), hint: t('settings.insertAndSendHint'), Control: InsertAndSend },
    { id: 'theme', section: 'look', label: t('settings.theme'), Control: Theme },
    { id: 'language', section: 'look', label: t('settings.language'), Control: Language },
    { id: 'agentName', section: 'names', label: t('settings.agentName'), hint: t('settings.agentNameHint'), Control: AgentName },
    { id: 'shopName', section: 'names', label: t('settings.shopName'), hint: t('settings.shopNameHint'), Control: ShopName },
    { id: 'silentBelow', section: 'suggest', label: t('settings.silentBelow'), hint: t('settings.silentHint'), Control: SilentBelow },
    { id: 'closeCall', section: 'suggest', label: t('settings.closeCall'), hint: t('settings.closeHint'), Control: CloseCall },
    { id: 'learnedHold', section: 'learn', label: t('settings.learnedHold'), hint: t('settings.learnedHoldHint'), Control: LearnedHold },
    { id: 'keepDays', section: 'learn', label: t('settings.keepDays'), hint: t('settings.keepDaysHint'), Control: KeepDays },
    { id: 'modelsOn', section: 'models', label: t('model.settings.on'), hint: t('model.settings.onHint'), Control: ModelsOn },
    { id: 'models', section: 'models', label: t('model.settings.profiles'), wide: true, Control: Models },
    { id: 'skipWhenSure', section: 'models', label: t('model.settings.skipWhenSure'), hint: t('model.settings.skipWhenSureHint'), Control: SkipWhenSure },
    { id: 'facts', section: 'models', label: t('model.settings.facts'), hint: t('model.settings.factsHint'), wide: true, Control: ShopFacts },
    { id: 'tone', section: 'models', label: t('model.settings.tone'), hint: t('model.settings.toneHint'), wide: true, Control: ShopTone },
    { id: 'preview', section: 'models', label: t('model.settings.preview'), hint: t('model.settings.previewHint'), wide: true, Control: SentPreview },
    { id: 'folder', section: 'data', label: t('settings.folder'), hint: t('settings.folderHint'), wide: true, Control: DataFolder },
  ];
}

/** The rows whose words hold every word of the query; all for an empty one. */
export function matching(rows: Row[], query: string): Row[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.label} ${row.hint ?? ''} ${row.id}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
