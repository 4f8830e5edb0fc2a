import type { Notice } from '../../main/channels';
import type { Locale, TextKey, Translate } from '../shared/i18n';

type Problem = Extract<Notice, { kind: 'problem' }>['problem'];

/** A problem in the agent's words, and what can be done about it. */
export interface ProblemText {
  title: string;
  text: string;
  canSaveAgain: boolean;
}

const KNOWN: Record<string, [title: TextKey, text: TextKey]> = {
  'library-missing': ['problem.libraryMissing', 'problem.libraryMissingText'],
  'library-suspect': ['problem.librarySuspect', 'problem.librarySuspectText'],
  invalid: ['problem.invalid', 'problem.invalidText'],
  'library-locked': ['problem.libraryLocked', 'problem.libraryLockedText'],
  'library-unwritable': ['problem.libraryUnwritable', 'problem.libraryUnwritableText'],
  'library-newer': ['problem.libraryNewer', 'problem.libraryNewerText'],
  'library-row': ['problem.libraryRow', 'problem.libraryRowText'],
  'cannot-save': ['problem.cannotSave', 'problem.cannotSaveText'],
  'cannot-back-up': ['problem.cannotBackUp', 'problem.cannotBackUpText'],
  'settings-damaged': ['problem.settingsDamaged', 'problem.settingsDamagedText'],
  'settings-field': ['problem.settingsField', 'problem.settingsFieldText'],
  'rule-file': ['problem.ruleFile', 'problem.ruleFileText'],
  'rule-file-newer': ['problem.ruleFileNewer', 'problem.ruleFileNewerText'],
  regex: ['problem.regex', 'problem.regexText'],
};

/** A value that did not come leaves its place empty rather than a placeholder in the sentence. */
const BLANK = { place: '', rule: '', kept: '', id: '', field: '', format: '', known: '' };

/** Puts a problem into words. A code that is not known is named with its file and details, never hidden. */
export function problemText(problem: Problem, t: Translate, locale: Locale): ProblemText {
  const { code, file = '', params = {}, detail = '' } = problem;
  const values = { ...BLANK, ...params, reason: params.reason || params.field || detail, code, file };
  const canSaveAgain = code === 'cannot-save' || code === 'library-locked' || code === 'library-unwritable';
  if (code === 'library-damaged') return { ...damaged(params, values.kept, t, locale), canSaveAgain };
  if (code === 'settings-damaged' && params.restored === 1) {
    return { title: t('problem.settingsRestored'), text: t('problem.settingsRestoredText', values), canSaveAgain };
  }
  const known = KNOWN[code];
  if (known) return { title: t(known[0], values), text: t(known[1], values), canSaveAgain };
  const details = [file, ...Object.entries(params).map(([name, value]) => `${name}: ${value}`), detail].filter(Boolean);
  return { title: t('problem.generic', values), text: details.join(' · ') || t('problem.noDetails'), canSaveAgain };
}

/** `backupAt` is 0 when there was no backup that could be used; `missing` is not always known. */
function damaged(params: Record<string, string | number>, kept: string | number, t: Translate, locale: Locale): { title: string; text: string } {
  const at = Number(params.backupAt ?? 0);
  if (at === 0) return { title: t('problem.libraryNew'), text: t('problem.libraryNewText', { kept }) };
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const backupAt = format.format(at);
  const text =
    params.missing === undefined
      ? t('problem.libraryDamagedSome', { backupAt, kept })
      : t('problem.libraryDamagedText', { backupAt, kept, count: Number(params.missing) });
  return { title: t('problem.libraryDamaged'), text };
}
