import { AskCard } from './AskCard';
import { usePanel } from './model';
import { NoticePane } from './NoticePane';
import { FirstStart, NoSuggestion, Paused, Waiting } from './panes';
import { ProblemNote } from './ProblemNote';
import { StaleNote } from './StaleNote';
import { Suggestions } from './Suggestions';
import { usePlace } from './usePlace';

/** The part that scrolls: what the agent has to know first, then cards or the reason why there are none. */
export function Body({ firstStart }: { firstStart: boolean }) {
  const { state, editor, stale } = usePanel();
  const { notice, ask, message, suggestions } = state;
  // an open editor is never hidden, whatever happens
  const replaces = notice !== null && notice.kind !== 'problem' && !editor.editing;
  const above = [
    !replaces && notice && (notice.kind === 'problem' ? <ProblemNote key="problem" problem={notice.problem} /> : <NoticePane key="notice" notice={notice} />),
    ask && <AskCard key="ask" ask={ask} />,
    stale && <StaleNote key="stale" />,
  ].filter((part) => part !== false && part !== null);
  const { place, ...pointer } = usePlace(above.length > 0 ? `${notice?.kind} ${ask?.program} ${stale}` : null);

  return (
    <main className="body" {...pointer}>
      {place === 'above' && above}
      {replaces ? (
        <NoticePane notice={notice} />
      ) : message ? (
        <>
          {suggestions.length === 0 && !editor.editing && !state.draft?.ready && <NoSuggestion />}
          {(suggestions.length > 0 || editor.editing || state.draft) && <Suggestions />}
        </>
      ) : firstStart ? (
        <FirstStart />
      ) : state.watching.state === 'paused' ? (
        <Paused />
      ) : (
        above.length === 0 && <Waiting />
      )}
      {place === 'below' && above}
    </main>
  );
}
