import { useLayoutEffect } from 'react';
import type { Locale } from './i18n';

/** Sets language, theme and title of the whole page, and follows the desktop while the theme is "system". */
export function usePage(locale: Locale | undefined, theme: 'system' | 'light' | 'dark' | undefined, title: string): void {
  useLayoutEffect(() => {
    if (locale) document.documentElement.lang = locale;
    document.title = title;
  }, [locale, title]);

  useLayoutEffect(() => {
    if (!theme) return;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
