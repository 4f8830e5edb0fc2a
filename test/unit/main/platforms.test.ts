import { describe, expect, it } from 'vitest';
import { customerIn, platformName } from '../../../main/platforms';

const windowOf = (program: string, title = '') => ({ id: '1', program, title, pid: 1 });

describe('the platform of a chat window', () => {
  it.each([
    ['AliWorkbench', '', 'taobao'],
    ['WeChat', '微信', 'wechat'],
    ['WXWork', '企业微信', 'wecom'],
    ['PddWorkbench', '', 'pinduoduo'],
    ['chrome', '飞鸽 - Google Chrome', 'douyin'],
    ['msedge', '京麦工作台', 'jd'],
  ])('%s「%s」 is %s', (program, title, platform) => {
    expect(platformName(windowOf(program, title))).toBe(platform);
  });

  it('is not known for other programs, whatever their titles say', () => {
    expect(platformName(windowOf('mousepad', '千牛.txt'))).toBeUndefined();
    expect(platformName(windowOf('chrome', 'Chatwoot'))).toBeUndefined();
    expect(platformName(null)).toBeUndefined();
  });
});

describe("the customer's name", () => {
  it('is the title of a chat of its own in 微信', () => {
    expect(customerIn(windowOf('Weixin', '林小满'))).toBe('林小满');
  });

  it.each([
    ['WeChat', '微信'],
    ['WeChat', 'WeChat (3)'],
    ['AliWorkbench', '接待中心'],
    ['mousepad', '林小满'],
  ])('is not taken from %s「%s」', (program, title) => {
    expect(customerIn(windowOf(program, title))).toBeUndefined();
  });
});
