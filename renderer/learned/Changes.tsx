import type { LearnedView, RuleChangeView } from '../../main/channels';
import { Button } from '../shared/Button';
import { useLocale, useText, type Translate } from '../shared/i18n';
import { langOf } from '../shared/language';
import { ReplyWithPlaceholders } from './ReplyWithPlaceholders';

type Difference = RuleChangeView['differences'][number];
type ListDifference = Extract<Difference, { added: string[] }>;

/** Of each list so many are shown. */
const SHOWN = 8;

interface Props {
  entry: LearnedView;
  /** Edits one of several rules. */
  onEdit: ((ruleId: string) => void) | undefined;
}

/** What an entry changed, rule by rule, in words. */
export function Changes({ entry, onEdit }: Props) {
  const t = useText();
  const { rules, ruleCount } = entry;
  if (rules.length === 0) return null;
  return (
    <section>
      <h3>{t('learned.changes.title')}</h3>
      <ul className="rules">
        {rules.map((rule, index) => (
          <li className="rule" key={rule.id ?? `${index} ${rule.name}`}>
            <div className="row">
              <p className="grow strong one-line">{rule.name}</p>
              <span className="meta">{scopeText(rule.scope, t)}</span>
              {onEdit && rule.id !== null && (
                <Button tiny name={t('learned.changes.editNamed', { name: rule.name })} onClick={() => onEdit(rule.id!)}>
                  {t('actions.edit')}
                </Button>
              )}
            </div>
            {rule.differences.map((difference) => (
              <DifferenceLine key={difference.kind} difference={difference} />
            ))}
          </li>
        ))}
      </ul>
      {ruleCount > rules.length && <p className="meta-2">{t('learned.changes.more', { count: ruleCount - rules.length })}</p>}
    </section>
  );
}

function DifferenceLine({ difference }: { difference: Difference }) {
  const t = useText();
  switch (difference.kind) {
    case 'new':
      return null;
    case 'removed':
      return <p className="meta-2">{t('learned.changes.removed')}</p>;
    case 'scope':
      return <p className="meta-2">{t('learned.changes.scope', { scope: scopeText(difference.scope, t) })}</p>;
    case 'enabled':
      return <p className="meta-2">{t(difference.enabled ? 'learned.changes.on' : 'learned.changes.off')}</p>;
    default:
      return <Lists difference={difference} />;
  }
}

function Lists({ difference: { kind, added, removed } }: { difference: ListDifference }) {
  const t = useText();
  return (
    <dl className="lists">
      {added.length > 0 && (
        <>
          <dt className="meta">{t(`learned.changes.added.${kind}`)}</dt>
          <dd>
            <Texts kind={kind} texts={added} />
          </dd>
        </>
      )}
      {removed.length > 0 && (
        <>
          <dt className="meta">{t(`learned.changes.taken.${kind}`)}</dt>
          <dd className="taken">
            <Texts kind={kind} texts={removed} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Texts({ kind, texts }: { kind: ListDifference['kind']; texts: string[] }) {
  const t = useText();
  const locale = useLocale();
  return (
    <ul className={kind === 'replies' ? 'texts-lines' : 'texts'}>
      {texts.slice(0, SHOWN).map((text) => (
        <li key={text} className={kind === 'patterns' ? 'pattern' : undefined} lang={langOf(text, locale)}>
          {kind === 'replies' ? <ReplyWithPlaceholders text={text} /> : text}
        </li>
      ))}
      {texts.length > SHOWN && <li className="meta">{t('learned.changes.more', { count: texts.length - SHOWN })}</li>}
    </ul>
  );
}

/** Where a rule holds, in words. */
export function scopeText({ platform, shop }: RuleChangeView['scope'], t: Translate): string {
  if (shop !== undefined) return platform === undefined ? t('learned.scope.shop', { shop }) : t('learned.scope.both', { shop, platform });
  return platform === undefined ? t('learned.scope.everywhere') : t('learned.scope.platform', { platform });
}
