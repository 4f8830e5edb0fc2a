/** What is used of nlp.js, which comes without types. */
declare module '@nlpjs/core' {
  export function containerBootstrap(): Promise<{ use(part: unknown): void; get(name: 'nlp'): import('@nlpjs/nlp').Nlp }>;
}

declare module '@nlpjs/nlp' {
  export class Nlp {
    readonly settings: object;
    addLanguage(language: string): void;
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<unknown>;
    process(language: string, text: string): Promise<{ classifications: { intent: string; score: number }[] }>;
  }
}

declare module '@nlpjs/lang-en' {
  export const LangEn: unknown;
}

declare module '@nlpjs/lang-zh' {
  export const LangZh: unknown;
}
