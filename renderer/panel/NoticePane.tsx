import type { ReactNode } from 'react';
import type { Notice, NoticeAction } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { TextWith, useLocale, useText, type TextKey } from '../shared/i18n';
import { SpokenKeyCaps } from '../shared/KeyCaps';
import { usePanel } from './model';

type Refused = Extract<Notice, { kind: 'refused' }>;

const act = (action: NoticeAction) => void send('notice:act', { action });
const PASTE = <SpokenKeyCaps of="CommandOrControl+V" />;

/** Something went otherwise than asked: what happened, where the text is now, and the next step. */
export function NoticePane({ notice }: { notice: Exclude<Notice, { kind: 'problem' }> }) {
  const t = useText();
  switch (notice.kind) {
    case 'refused':
      return <RefusedNote notice={notice} />;
    case 'no-permission':
      return (
        <Pane title={t('notice.permission.title')} text={<TextWith text="notice.permission.text" slot={PASTE} />}>
          <Button look="solid" onClick={() => act('open-permissions')}>
            {t('notice.permission.open')}
          </Button>
          <Button onClick={() => act('close')}>{t('notice.permission.copyOnly')}</Button>
        </Pane>
      );
    case 'wayland':
      return (
        <Pane title={t('notice.wayland.title')} text={<TextWith text="notice.wayland.text" slot={PASTE} />}>
          <Button look="solid" onClick={() => act('close')}>
            {t('actions.ok')}
          </Button>
        </Pane>
      );
    case 'too-long':
      return (
        <Pane title={t('notice.tooLong.title')} text={<TooLongText notice={notice} />}>
          <Button look="outlined" onClick={() => act('close')}>
            {t('actions.ok')}
          </Button>
        </Pane>
      );
    case 'no-text':
      return (
        <Pane title={t('notice.noText.title')} text={<TextWith text="notice.noText.text" slot={<SpokenKeyCaps of="CommandOrControl+C" />} />}>
          <Button look="outlined" onClick={() => act('close')}>
            {t('actions.ok')}
          </Button>
        </Pane>
      );
  }
}

function Pane({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <section className="pane" role="alert" data-region>
      <h2>{title}</h2>
      <p className="meta-2">{text}</p>
      <div className="row wrap pane-actions">{children}</div>
    </section>
  );
}

function TooLongText({ notice }: { notice: Extract<Notice, { kind: 'too-long' }> }) {
  const t = useText();
  const locale = useLocale();
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const limit = number(notice.limit);
  if (notice.characters !== undefined) return t('notice.tooLong.text', { characters: number(notice.characters), limit });
  const size = notice.bytes < 1_000_000 ? `${number(Math.round(notice.bytes / 1_000))} KB` : `${number(Math.round(notice.bytes / 100_000) / 10)} MB`;
  return t('notice.tooLong.bytes', { size, limit });
}

const TITLES: Record<Refused['reason'], TextKey> = {
  'target-gone': 'notice.refused.gone',
  'target-changed': 'notice.refused.gone',
  'no-target': 'notice.refused.noTarget',
  'not-taken': 'notice.refused.notTaken',
  'no-clipboard': 'notice.refused.noClipboard',
};

function RefusedNote({ notice: { reason, onClipboard, canRestore } }: { notice: Refused }) {
  const t = useText();
  const { setTargetsOpen, editor } = usePanel();
  const onIt = reason === 'not-taken' ? 'notice.refused.notTakenOnClipboard' : 'notice.refused.onClipboard';
  return (
    <div className="stack" data-region>
      <div className="note note-danger" role="alert">
        <Icon name="block" />
        <div className="grow">
          <p className="strong">{t(TITLES[reason])}</p>
          <p className="meta-2">{onClipboard ? <TextWith text={onIt} slot={PASTE} /> : t('notice.refused.nowhere')}</p>
        </div>
      </div>
      <div className="row wrap indented">
        {reason !== 'no-clipboard' && (
          <Button look={editor.editing ? 'outlined' : 'solid'} onClick={() => setTargetsOpen(true)}>
            {t('notice.refused.pick')}
          </Button>
        )}
        {canRestore && <Button onClick={() => act('restore-clipboard')}>{t('notice.refused.restore')}</Button>}
        <Button look={reason === 'no-clipboard' && !editor.editing ? 'solid' : 'quiet'} onClick={() => act('close')}>
          {t('notice.refused.back')}
        </Button>
      </div>
    </div>
  );
}
