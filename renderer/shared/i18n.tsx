import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { createInstance } from 'i18next';
import { en } from '../i18n/en';
import { zhCN } from '../i18n/zh-CN';

export type Locale = 'zh-CN' | 'en';

type Singular<K extends string> = K extends `${infer Base}_other` ? Base : K;
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? Singular<K> : `${K}.${Paths<T[K]>}`;
}[keyof T & string];

/** A text's place in the language files, as "card.insert"; checked by the compiler. */
export type TextKey = Paths<typeof zhCN>;

/** Values for the `{{…}}` of a text; `count` also picks the plural form. */
export type Values = Record<string, string | number>;

export type Translate = (key: TextKey, values?: Values) => string;

const i18n = createInstance();
void i18n.init({
  resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
  lng: 'zh-CN',
  fallbackLng: false,
  interpolation: { escapeValue: false }, // React escapes
  returnEmptyString: true, // between Chinese quotation marks stands nothing
  initAsync: false,
});

/** The texts of one language, for code that is not a component. */
export function translator(locale: Locale): Translate {
  const t = i18n.getFixedT(locale);
  return (key, values) => t(key, values ?? {});
}

const LocaleContext = createContext<Locale>('zh-CN');

/** Everything below speaks `locale`; a new value changes all texts at once. */
export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** The texts of the current language. */
export function useText(): Translate {
  const locale = useLocale();
  return useMemo(() => translator(locale), [locale]);
}

const SLOT = '\u0001';

/** A text with one element in it, in the place of `{{slot}}`: languages put it in different places. */
export function TextWith({ text, values, slot }: { text: TextKey; values?: Values; slot: ReactNode }) {
  const t = useText();
  const [before = '', after = ''] = t(text, { ...values, slot: SLOT }).split(SLOT);
  const [, punctuation = '', rest = ''] = /^(\p{P}?)(.*)$/su.exec(after) ?? [];
  return (
    <>
      {before}
      {/* a line never begins with the comma after the element */}
      <span className="no-wrap">
        {slot}
        {punctuation}
      </span>
      {rest}
    </>
  );
}
