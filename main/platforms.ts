/** What a chat program tells about the conversation in it: the platform that it belongs to, and the customer's name. */
import type { WindowInfo } from './desktop/desktop';

interface Platform {
  /** As rules name it in their scope (docs/rules.md lists them). */
  name: string;
  /** Names of its programs, without ".exe". */
  program: RegExp;
  /** Titles of its pages in a browser. */
  page?: RegExp;
  /** Titles of windows that hold no single conversation; set where every other title is the customer's name. */
  hub?: RegExp;
}

const PLATFORMS: readonly Platform[] = [
  { name: 'taobao', program: /^(AliWorkbench|AliIM|wangwang|千牛|阿里旺旺)/i, page: /千牛|旺旺网页版/ },
  { name: 'pinduoduo', program: /^(Pdd|拼多多)/i, page: /拼多多/ },
  { name: 'douyin', program: /^(feige|doudian|飞鸽|抖店)/i, page: /飞鸽|抖店/ },
  { name: 'jd', program: /^(dongdong|jd_?(dongdong|seller|workstation)|jingmai|京东|咚咚|京麦)/i, page: /咚咚|京麦/ },
  { name: 'kuaishou', program: /^(kwai|快手)/i, page: /快手小店/ },
  { name: 'xiaohongshu', program: /^(xhs|千帆)/i, page: /小红书|千帆/ },
  { name: 'wecom', program: /^(WXWork|wecom|企业微信)/i, page: /企业微信/ },
  { name: 'wechat', program: /^(WeChat|Weixin|微信)/i, page: /微信网页版/, hub: /^(微信|WeChat|Weixin)?(\s*\(\d+\))?$/i },
];

const BROWSER = /^(chrome|chromium|msedge|firefox|safari|google chrome|microsoft edge|360se|360chrome|qqbrowser|brave|opera)/i;

function platformOf({ program, title }: WindowInfo): Platform | undefined {
  return PLATFORMS.find((platform) => platform.program.test(program) || (BROWSER.test(program) && platform.page?.test(title) === true));
}

/** The name of the platform that a chat window belongs to; undefined for a program that is not known. */
export function platformName(window: WindowInfo | null): string | undefined {
  return window ? platformOf(window)?.name : undefined;
}

/** The customer's name where the window's title is just that; undefined elsewhere. */
export function customerIn(window: WindowInfo | null): string | undefined {
  const hub = window && platformOf(window)?.hub;
  const title = window?.title.trim() ?? '';
  return hub && title.length <= 40 && !hub.test(title) ? title : undefined;
}
