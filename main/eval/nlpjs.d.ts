/** What is used of nlp.js, which comes without types. */
declare module '@nlpjs/core' {
  export interface Container {
    use(part: unknown): void;
  }
  export function containerBootstrap(): Promise<Container>;
}

declare module '@nlpjs/nlp' {
  export class Nlp {
    constructor(settings: { container: import('@nlpjs/core').Container; autoSave: boolean; nlu: { log: boolean } });
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
