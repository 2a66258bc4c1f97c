import { words } from "../words";

/** The inbox of notices. */
export default words({
  inbox: "通知",
  unread: "未读",
  none: "还没有通知",
  allRead: "没有未读通知",
  noneHint: "等你审批、没能提交的订单和配送异常会出现在这里。",
  markAllRead: "全部标为已读",
  unreadCount: "通知，{count} 条未读",
  orderAwaitsYou: "订单等你审批",
  orderNotSubmitted: "订单没能提交",
  orderRejected: "订单被驳回",
  deliveryException: "配送异常",
  temperatureTask: "温度待质量处理",
  somethingNew: "有新的待办",
  whyPrice: "价格与目录价或协议价不同",
  whyCredit: "超出信用额度",
  whyAmount: "金额超过审批额度",
  whyFinance: "需财务审核",
  delivered: "全部签收",
  partlyDelivered: "部分签收",
  refused: "整单拒收",
  notDelivered: "未送达",
  above: "超温",
  below: "低于温度下限",
  noData: "无温度数据",
});
