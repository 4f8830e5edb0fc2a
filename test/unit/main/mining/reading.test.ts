import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../../../main/mining/encoding';
import { lookAtColumns } from '../../../../main/mining/history';
import { unpackedSize } from '../../../../main/mining/xlsx';
import { csv, gb18030, jsonl, LINES, readAll, useFolder, xlsx } from './support';

const HEADER = ['会话ID', '角色', '内容', '时间'];
const C1 = { id: 'c1', turns: LINES.slice(0, 4).map(([, role, text]) => expect.objectContaining({ role: role === '客服' ? 'agent' : 'customer', text })) };
const C2 = { id: 'c2', turns: LINES.slice(4).map(([, role, text]) => expect.objectContaining({ role: role === '客服' ? 'agent' : 'customer', text })) };

const here = useFolder();

describe('JSON lines', () => {
  it('are read with roles named in either language', async () => {
    for (const [customer, agent] of [['customer', 'agent'], ['客户', '客服'], ['买家', '卖家'], ['user', 'assistant'], ['Buyer', 'SELLER'], ['顾客', '坐席1']] as const) {
      expect((await readAll(here.write('a.jsonl', jsonl(LINES, customer, agent)))).conversations).toEqual([C1, C2]);
    }
  });

  it('that are wrong are left out and told with their number, the others are read', async () => {
    const text = ['{"id":"x"', '{"id":"x","turns":"none"}', '{"id":"x","turns":[{"role":"system","text":"hi"}]}', '', jsonl()].join('\n');
    const { conversations, skipped } = await readAll(here.write('a.jsonl', text));
    expect(conversations).toEqual([C1, C2]);
    expect(skipped).toEqual([
      { line: 1, why: 'not-json' },
      { line: 2, why: 'no-turns' },
      { line: 3, why: 'unknown-role' },
    ]);
  });

  it('may end in any kind of line break, or none', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect((await readAll(here.write('a.jsonl', jsonl().replaceAll('\n', end) + end))).conversations).toHaveLength(2);
    }
    expect((await readAll(here.write('one.jsonl', jsonl().split('\n')[0]!))).conversations).toEqual([C1]);
  });

  it('without an id are called by their file and line', async () => {
    const line = '{"turns":[{"role":"customer","text":"在吗"}]}';
    expect((await readAll(here.write('a.jsonl', `${line}\n${line}`))).conversations.map(({ id }) => id)).toEqual(['a.jsonl 1', 'a.jsonl 2']);
  });

  it('of an endless length are left out, and what follows is read', async () => {
    const { conversations, skipped } = await readAll(here.write('a.jsonl', `{"id":"${'x'.repeat(9_000_000)}\n${jsonl()}`));
    expect(skipped).toEqual([{ line: 1, why: 'too-long' }]);
    expect(conversations).toEqual([C1, C2]);
  });
});

describe('encodings', () => {
  it('that agents have are told from the bytes', async () => {
    const text = jsonl();
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le'), gb18030(text)]) {
      expect((await readAll(here.write('a.jsonl', bytes))).conversations).toEqual([C1, C2]);
    }
  });

  it('that are none are refused with a clear answer, not read as rubbish', async () => {
    expect(encodingOf(Uint8Array.from({ length: 4_000 }, (_, i) => (i * 7919) % 256))).toBeNull();
    // Big5, which GB18030 can decode into characters that make no sense.
    const big5 = Buffer.from('a741a66eaabaa672a741ad6eaabaa6eca6bbb0dda662', 'hex');
    await expect(readAll(here.write('a.csv', Buffer.concat(Array.from({ length: 50 }, () => big5))))).rejects.toMatchObject({ problem: { code: 'history-encoding' } });
  });

  it('a broken character costs its own line only', async () => {
    const bytes = Buffer.from(`${'{"id":"ok","turns":[{"role":"customer","text":"在吗"}]}\n'.repeat(6_000)}{"id":"bad","turns":[{"role":"customer","text":"#"}]}\n{"id":"last","turns":[{"role":"customer","text":"在吗"}]}`);
    bytes[bytes.indexOf('#')] = 0xff;
    const { conversations, skipped } = await readAll(here.write('a.jsonl', bytes));
    expect(skipped).toEqual([{ line: 6_001, why: 'wrong-bytes' }]);
    expect(conversations.at(-1)!.id).toBe('last');
  });
});

describe('tables', () => {
  it('are read with columns found by their names, in any order and with any delimiter', async () => {
    for (const delimiter of [',', ';', '\t']) {
      expect((await readAll(here.write('a.csv', csv(HEADER, LINES, delimiter)))).conversations).toEqual([C1, C2]);
    }
    const english = LINES.map(([id, role, text, time]) => [time, text, role === '客服' ? 'agent' : 'customer', id]);
    expect((await readAll(here.write('a.csv', csv(['created_at', 'message', 'sender', 'session_id'], english)))).conversations).toEqual([C1, C2]);
  });

  it('are read without a row of names, by what stands in the columns', async () => {
    const [first, ...rest] = LINES;
    expect((await readAll(here.write('a.csv', csv(first, rest)))).conversations).toEqual([C1, C2]);
  });

  it('may be workbooks', async () => {
    const { conversations, bytes } = await readAll(here.write('a.xlsx', xlsx([HEADER, ...LINES])));
    expect(conversations).toEqual([C1, C2]);
    expect(bytes).toBeGreaterThan(500);
  });

  it('may have the names of seats for roles, rows of several chats in turn, and the latest first', async () => {
    const named = LINES.map(([id, role, text, time]) => [id, role === '客服' ? '白鹭旗舰店:小美' : `tb_${id}`, text, time]);
    const mixed = [0, 4, 1, 5, 2, 6, 3, 7].map((at) => named[at]!);
    expect((await readAll(here.write('a.csv', csv(HEADER, mixed)))).conversations).toEqual([C1, C2]);
    expect((await readAll(here.write('b.csv', csv(HEADER, [...named].reverse())))).conversations).toEqual(expect.arrayContaining([C1, C2]));
  });

  it('without a column for it begin a new conversation after a long pause', async () => {
    const { conversations } = await readAll(here.write('a.csv', csv(['角色', '内容', '时间'], LINES.map(([, ...cells]) => cells))));
    expect(conversations.map(({ turns }) => turns)).toEqual([C1.turns, C2.turns]);
  });

  it('hold text with delimiters, quotation marks and line breaks', async () => {
    const text = '他说："好的", 然后\n换行';
    const { conversations } = await readAll(here.write('a.csv', csv(HEADER, [['c', '客户', text, ''], ['c', '客服', '嗯', '']])));
    expect(conversations[0]!.turns[0]).toMatchObject({ role: 'customer', text });
  });

  it('whose columns cannot be told are refused, and can be asked about and mapped', async () => {
    const strange = LINES.map(([id, role, text]) => [role === '客服' ? 'B' : 'A', text, id]);
    const file = here.write('a.csv', csv(['x', 'y', 'z'], strange));
    await expect(readAll(file)).rejects.toMatchObject({ problem: { code: 'history-columns', params: { columns: expect.any(String) } } });
    const guess = (await lookAtColumns(file))!;
    expect(guess.sure).toBe(false);
    expect(guess.columns.map(({ samples }) => samples[1])).toEqual(['A', '你们发什么快递', 'c1']);
    const { conversations } = await readAll(file, { mapping: { role: 0, text: 1, conversation: 2, header: true }, agents: ['B'] });
    expect(conversations).toEqual([C1, C2]);
  });

  it('with a quotation mark that never closes lose no row before it', async () => {
    const text = `${csv(HEADER, LINES)}\r\nc3,客户,"没有结束${'的话'.repeat(400_000)}`;
    const { conversations } = await readAll(here.write('a.csv', text));
    expect(conversations.slice(0, 2)).toEqual([C1, C2]);
  });

  it('that unpack to more than they may are measured before they are opened', () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(8 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(20_000);
    const most = 1024 * 1024;
    const size = unpackedSize(bomb, most);
    expect(size).toBeGreaterThan(most);
    expect(unpackedSize(xlsx([HEADER, ...LINES]), most)).toBeLessThan(most);
    expect(unpackedSize(Uint8Array.of(1, 2, 3), most)).toBe(0);
  });

  it('that are no workbooks in spite of their name are refused', async () => {
    await expect(readAll(here.write('a.xlsx', zipSync({ 'readme.txt': new Uint8Array(10) })))).rejects.toMatchObject({ problem: { code: 'history-unreadable' } });
  });
});

describe('pasted chats', () => {
  const EXPECTED = [
    expect.objectContaining({ turns: C1.turns }),
    expect.objectContaining({ turns: C2.turns }),
  ];

  it('are read with name and time in a line of their own, as chat windows copy them', async () => {
    const shapes: ((name: string, time: string, text: string) => string)[] = [
      (name, time, text) => `${name} ${time}\n${text}\n`,
      (name, time, text) => `${name}(${time}):\n${text}`,
      (name, time, text) => `${time} ${name}\n${text}\n\n`,
      (name, time, text) => `${name} ${time.slice(11, 16)}\n${text}`,
    ];
    for (const shape of shapes) {
      const text = LINES.map(([id, role, said, time]) => shape(role === '客服' ? '白鹭旗舰店:小美' : `小雨${id}`, time, said)).join('\n');
      expect((await readAll(here.write('a.txt', text))).conversations).toEqual(EXPECTED);
    }
  });

  it('are read with the role in front of each line', async () => {
    const text = LINES.slice(0, 4).map(([, role, said]) => `${role}：${said}`).join('\n');
    expect((await readAll(here.write('a.txt', text))).conversations).toEqual(EXPECTED.slice(0, 1));
  });

  it('keep what was said in several lines together', async () => {
    const { conversations } = await readAll(here.write('a.txt', '小雨 10:00\n第一行\n第二行：有冒号\n客服小美 10:01\n好的'));
    expect(conversations[0]!.turns).toEqual([
      { role: 'customer', text: '第一行\n第二行：有冒号' },
      { role: 'agent', text: '好的' },
    ]);
  });

  it('in which no name tells the agent are refused until somebody says who it is', async () => {
    const file = here.write('a.txt', '小雨 10:00\n在吗\n小美 10:01\n在的');
    await expect(readAll(file)).rejects.toMatchObject({ problem: { code: 'history-roles', params: { speakers: '小雨, 小美' } } });
    expect((await readAll(file, { agents: ['小美'] })).conversations[0]!.turns.map(({ role }) => role)).toEqual(['customer', 'agent']);
  });
});
