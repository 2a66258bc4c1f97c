import type { Translation } from "../words";
import type notices from "../zh-CN/notices";

export default {
  inbox: "Notices",
  unread: "Unread",
  none: "No notices yet",
  allRead: "Nothing unread",
  noneHint: "Orders that await you or could not be submitted, and delivery exceptions, appear here.",
  markAllRead: "Mark all as read",
  unreadCount: "Notices, {count} unread",
  orderAwaitsYou: "An order awaits your approval",
  orderNotSubmitted: "An order could not be submitted",
  orderRejected: "An order was rejected",
  deliveryException: "A delivery exception",
  temperatureTask: "A temperature awaits quality",
  somethingNew: "Something new",
  whyPrice: "The price differs from list or agreement",
  whyCredit: "Over the credit limit",
  whyAmount: "Over the amount released by rule",
  whyFinance: "Finance reviews it",
  delivered: "Delivered",
  partlyDelivered: "Partly delivered",
  refused: "Refused",
  notDelivered: "Not delivered",
  above: "Above the limit",
  below: "Below the limit",
  noData: "No temperature data",
} satisfies Translation<typeof notices>;
