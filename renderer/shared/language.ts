import type { Locale } from './i18n';

/** `lang` for a text that somebody wrote: undefined when it is in the language of the window, or in neither. */
export function langOf(text: string, locale: Locale): Locale | undefined {
  const lang = /\p{Script=Han}/u.test(text) ? 'zh-CN' : /\p{Script=Latin}/u.test(text) ? 'en' : undefined;
  return lang === locale ? undefined : lang;
}
