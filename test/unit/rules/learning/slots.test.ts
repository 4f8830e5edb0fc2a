import { it } from 'vitest';
import { slotted, wordingSlotted } from '../../../../rules/learning/slots';
const q=(message:string)=>({message,before:[]});
it('try',()=>{
 for (const [r,m] of [
  ['亲，订单12345678901已发货，快递单号SF1234567890123，请保持手机13812345678畅通','我的订单号是12345678901，手机 13812345678'],
  ['满99元包邮，7天无理由，48小时内发货，热线400-820-8820，营业时间9:00-22:00',''],
  ['张先生您好，您的地址江苏省苏州市姑苏区人民路123号5栋301室已改好','张先生，地址改成江苏省苏州市姑苏区人民路123号5栋301室'],
  ['退款23.56元已到账，请查收','退款多少'],['退款20元','我申请了20块退款'],
  ['活动到11月11日，12月3号给您送到','12月3号能到吗'],['明天下午给您发','明天下午能发吗'],
  ['收件人：李四 电话：138-1234-5678 地址：湖南长沙岳麓区麓山南路12号',''],['亲爱的小红，好的','' ],['李四您好','收件人：李四'],
  ['加微信 abc_12345 或QQ 12345678','' ],['教程 www.shop.com/help 看这里，您的链接 https://item.taobao.com/item.htm?id=528690173109','' ],
  ['Dear John, your parcel to 12 High Street, Leeds, LS1 4AP ships.','' ],['530633947152',''],['您的【小熊饼干】已发','《小熊饼干》发了吗'],
 ] as const) console.log(r,'\n   ',JSON.stringify(slotted(r,q(m))),'\n   ',JSON.stringify(wordingSlotted(m)));
});
