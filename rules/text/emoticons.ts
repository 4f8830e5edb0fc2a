/**
 * The emoticons of chat programs as they arrive in copied text: /流泪 and [流泪] (QQ, WeChat, 千牛), /:087 (旺旺).
 * Only names that are known are taken for one: 颜色/尺寸 and [图片] are words.
 */
const NAMES =
  '微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 酷 冷汗 囧 抓狂 吐 偷笑 愉快 可爱 白眼 傲慢 饥饿 困 惊恐 ' +
  '流汗 憨笑 大兵 悠闲 奋斗 咒骂 疑问 嘘 晕 疯了 折磨 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 糗大了 坏笑 左哼哼 右哼哼 哈欠 鄙视 委屈 快哭了 阴险 ' +
  '亲亲 吓 可怜 菜刀 西瓜 啤酒 篮球 乒乓 咖啡 饭 猪头 玫瑰 鲜花 凋谢 嘴唇 示爱 爱心 心碎 蛋糕 闪电 炸弹 刀 足球 瓢虫 便便 月亮 太阳 礼物 拥抱 ' +
  '强 弱 握手 胜利 抱拳 勾引 拳头 差劲 爱你 爱情 飞吻 跳跳 发抖 怄火 转圈 磕头 回头 跳绳 挥手 激动 街舞 献吻 左太极 右太极 嘿哈 捂脸 奸笑 机智 ' +
  '皱眉 耶 茶 红包 蜡烛 吃瓜 加油 汗 天啊 社会社会 旺柴 好的 打脸 哇 翻白眼 666 让我看看 叹气 苦涩 裂开 笑脸 生病 破涕为笑 恐惧 脸红 无语 失望 ' +
  '合十 强壮 庆祝 礼花 烟花 爆竹 笑哭 泪奔 无奈 卖萌 斜眼笑 喷血 惊喜 骚扰 小纠结 我最美 加油必胜 加油抱抱 口罩护体 么么哒 大笑 飞吻 鬼脸 花痴 ' +
  '安慰 思考 期待 眨眼 嘟嘴 大哭 泪流满面 捶地大笑';
/** These are written in brackets for what they are: as /好的 or /红包 they are words of a list. */
const ONLY_IN_BRACKETS = new Set(['好的', '红包', '礼物', '茶', '饭', '咖啡', '蛋糕', '西瓜', '啤酒', '刀', '加油', '强', '弱', '色', '困', '吐', '晕', '酷', '哇', '睡', '再见', '666']);
const KNOWN = new Set(NAMES.split(' '));
const LONGEST = 5;

/** How many units of `text` at `at` (where a `/` or `[` stands) are one emoticon; 0 when it is none. */
export function emoticonAt(text: string, at: number): number {
  if (text.charCodeAt(at) === 0x5b /* [ */) {
    const end = text.indexOf(']', at + 1);
    return end > at && end - at - 1 <= LONGEST && KNOWN.has(text.slice(at + 1, end)) ? end + 1 - at : 0;
  }
  if (text.charCodeAt(at + 1) === 0x3a /* : */) return /^\/:\d{3}/.test(text.slice(at, at + 5)) ? 5 : 0;
  for (let length = Math.min(LONGEST, text.length - at - 1); length > 0; length--) {
    const name = text.slice(at + 1, at + 1 + length);
    if (KNOWN.has(name) && !ONLY_IN_BRACKETS.has(name)) return length + 1;
  }
  return 0;
}
