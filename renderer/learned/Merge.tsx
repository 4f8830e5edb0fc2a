import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { RuleBrief } from '../../main/channels';
import { ask } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { composing } from '../shared/keyboard';
import { langOf } from '../shared/language';
import { scopeText } from './Changes';
import { ReplyWithPlaceholders } from './ReplyWithPlaceholders';

interface Props {
  id: string;
  name: string;
  onMerge(into: string, name: string): void;
  onCancel(): void;
}

/** Picks the rule that takes this one's wordings and replies: type to search, arrows to choose, Enter to merge. */
export function Merge({ id, name, onMerge, onCancel }: Props) {
  const t = useText();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<RuleBrief[] | null>(null);
  const [index, setIndex] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    let here = true;
    void ask('learned:rules', { query, except: id }).then((result) => {
      if (!here) return;
      setFound(result?.answer ?? []);
      setIndex(0);
    });
    return () => {
      here = false;
    };
  }, [query, id]);
  const chosen = found?.[index];
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent)) return;
    const to = { ArrowDown: index + 1, ArrowUp: index - 1 }[event.key];
    if (to !== undefined) {
      const next = Math.min(Math.max(to, 0), (found?.length ?? 1) - 1);
      setIndex(next);
      document.getElementById(`into-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && chosen && !event.repeat) onMerge(chosen.id, chosen.name);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="detail detail-fixed">
        <header>
          <h2>{t('learned.merge.title', { name })}</h2>
          <p className="meta-2">{t('learned.merge.text')}</p>
        </header>
        <div className="search search-wide">
          <Icon name="search" />
          <input
            ref={box}
            type="search"
            role="combobox"
            aria-expanded={(found?.length ?? 0) > 0}
            aria-controls="into"
            aria-activedescendant={chosen ? `into-${index}` : undefined}
            aria-label={t('learned.merge.search')}
            placeholder={t('learned.merge.search')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <div className="choices" role="listbox" id="into" tabIndex={-1} aria-label={t('learned.merge.list')}>
          {(found ?? []).map((rule, at) => (
            <Choice key={rule.id} rule={rule} at={at} selected={at === index} onSelect={() => setIndex(at)} />
          ))}
        </div>
        {found?.length === 0 && (
          <p className="meta-2" role="status">
            {t('learned.merge.nothing')}
          </p>
        )}
      </div>
      <div className="detail-actions">
        <Button look="solid" keys="Enter" disabled={!chosen} onClick={() => chosen && onMerge(chosen.id, chosen.name)}>
          {t('learned.merge.do')}
        </Button>
        <Button onClick={onCancel}>{t('actions.cancel')}</Button>
      </div>
    </>
  );
}

function Choice({ rule, at, selected, onSelect }: { rule: RuleBrief; at: number; selected: boolean; onSelect(): void }) {
  const t = useText();
  const locale = useLocale();
  return (
    <div id={`into-${at}`} role="option" aria-selected={selected} tabIndex={-1} className={`choice-row${selected ? ' choice-row-selected' : ''}`} onClick={onSelect}>
      <p className="row">
        <span className="one-line grow strong" lang={langOf(rule.name, locale)}>
          {rule.name}
        </span>
        <span className="meta no-wrap">{scopeText(rule.scope, t)}</span>
      </p>
      <p className="one-line meta-2" lang={langOf(rule.reply, locale)}>
        <ReplyWithPlaceholders text={rule.reply} />
      </p>
    </div>
  );
}
