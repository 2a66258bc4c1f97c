/** The order on the form page: restored or begun, kept as it is written, with prices, stock and papers beside it. */
import { computed, inject, reactive, ref, watch, type Ref } from "vue";
import { useProductsFor } from "@/catalog/products/useProducts";
import type { Product } from "@/catalog/products/product";
import { missingPapers } from "@/compliance/qualifications/papersGate";
import { useCustomer, type Customer } from "@/customers/accounts/useCustomers";
import { askOrKept } from "@/graphql/keptAnswers";
import { useGraphQL } from "@/graphql/useQuery";
import { useKept } from "@/graphql/useKept";
import { useStock } from "@/inventory/allocation/useStock";
import { draftStoreKey, useDraft } from "@/platform/drafts";
import { newId } from "@/platform/ids";
import { samePrice } from "./amounts";
import { useQueue } from "@/sync/queue";
import { draftKey } from "./localDrafts";
import { OrderDocument } from "./order.graphql";
import { acceptForm, emptyForm, refreshed, totalOf, withProduct, type OrderForm } from "./orderForm";
import { gapOf } from "./orderInput";

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Where a new form begins, when there is no draft of it yet. */
export interface Beginning {
  /** Nothing of it can be on the server yet. */
  readonly isNew: boolean;
  readonly customerId: string | null;
  readonly repeatsId: string | null;
  /** The refused submission that is put right. */
  readonly fixes: string | null;
}

export function useOrderForm(orderId: string, beginning: Beginning) {
  const room = useGraphQL();
  const queue = useQueue();
  const form = reactive<OrderForm>(emptyForm());
  const draft = useDraft(draftKey(orderId), form, acceptForm, inject(draftStoreKey));
  const opened = ref(false);
  const couldNotOpen: Ref<string | null> = ref(null);

  const open = async (): Promise<void> => {
    couldNotOpen.value = null;
    await draft.ready;
    if (!draft.restored.value) await begin();
    if (couldNotOpen.value === null) opened.value = true;
  };
  const begin = async (): Promise<void> => {
    if (beginning.fixes === null && beginning.repeatsId === null && beginning.isNew) {
      form.customerId = beginning.customerId;
      return;
    }
    // Most orders begin empty: what fills a form from another order comes when it is needed.
    const { changeOf, correctionOf, repeatOf } = await import("./fromOrder");
    if (beginning.fixes !== null) await queue.reread();
    const refused = queue.commands.value.find(({ id }) => id === beginning.fixes);
    const correction = refused === undefined ? null : correctionOf(refused);
    if (correction !== null) {
      Object.assign(form, correction);
      return;
    }
    form.customerId = beginning.customerId;
    const earlier = beginning.repeatsId ?? (beginning.isNew ? null : orderId);
    if (earlier === null) return;
    const answer = await askOrKept(room, OrderDocument, { id: earlier });
    if (!answer.ok) couldNotOpen.value = answer.failure.message;
    else if (answer.data.order !== null)
      Object.assign(
        form,
        beginning.repeatsId === null
          ? changeOf(answer.data.order, newId)
          : repeatOf(answer.data.order, newId),
      );
  };

  const customerQuery = useCustomer(() => form.customerId ?? NOBODY);
  const customer = computed<Customer | null>(() =>
    customerQuery.state === "ready" ? customerQuery.data.customer : null,
  );
  watch([customer, opened], ([found]) => {
    if (found !== null && opened.value) fillFrom(form, found);
  });

  const productIds = computed(() => form.lines.map(({ productId }) => productId).sort());
  const prices = useProductsFor(() => form.customerId ?? NOBODY, productIds);
  const stockQuery = useStock(productIds);
  const stock = useKept(stockQuery).data;
  const pricesStale = computed(() => (prices.state === "ready" ? prices.staleSince : null));
  const readPrices = computed(() => (prices.state === "ready" ? prices.data.productsByIds : null));
  watch([readPrices, pricesStale, opened], ([found, staleSince]) => {
    if (found === null || !opened.value || found.length === 0) return;
    form.pricesAsOf = staleSince ?? new Date().toISOString();
    form.lines = refreshed(form.lines, found).map(settled);
  });

  // An edited order is another command, and its earlier refusal is seen to.
  watch(
    () => JSON.stringify({ ...form, ...UNDER_WAY, supersedes: null, pricesAsOf: null }),
    (_now, before) => {
      if (!opened.value || before === undefined) return;
      Object.assign(form, UNDER_WAY);
    },
  );

  const add = (product: Product, quantity: number): void => {
    form.lines = withProduct(form.lines, product, quantity, newId);
    form.pricesAsOf ??= new Date().toISOString();
  };
  const missing = computed(() => missingPapers(form.lines, customer.value?.qualification ?? []));
  const stockOf = (productId: string) =>
    stock.value?.stock.find((one) => one.productId === productId) ?? null;

  void open();
  return {
    form,
    draft,
    opened,
    couldNotOpen,
    open,
    customer,
    customerQuery,
    missing,
    /** Papers, prices and stock are judged by data that is at most as old as this; null while they are fresh. */
    staleSince: computed(() =>
      [customerQuery, prices, stockQuery]
        .flatMap((query) => (query.state === "ready" && query.staleSince !== null ? [query.staleSince] : []))
        .reduce<string | null>((one, other) => (one === null || other < one ? other : one), null),
    ),
    papersAreFresh: computed(() => customerQuery.state === "ready" && customerQuery.staleSince === null),
    total: computed(() => totalOf(form.lines)),
    gap: computed(() => gapOf(form)),
    add,
    stockOf,
  };
}

const UNDER_WAY = { commandId: null, refusedBecause: null } as const;

/** What the customer's file says, wherever the person has not said anything yet. */
function fillFrom(form: OrderForm, customer: Customer): void {
  form.customerName = customer.name;
  if (form.invoiceTitle === "") form.invoiceTitle = customer.invoiceTitle;
  if (form.shelfLifeMonths === null && form.siteId === null)
    form.shelfLifeMonths = customer.shelfLifeMonthsMin;
  const site =
    customer.sites?.find(({ id }) => id === form.siteId) ??
    (form.siteId === null ? customer.sites?.[0] : undefined);
  if (site === undefined) return;
  form.siteId = site.id;
  if (form.receiver === "") form.receiver = site.receiver;
  if (form.receiverPhone === "") form.receiverPhone = site.phone;
}

/** An asked price that is the shown one asks for nothing. */
function settled(line: OrderForm["lines"][number]): OrderForm["lines"][number] {
  return line.askedPrice !== null && line.shownPrice !== null && samePrice(line.askedPrice, line.shownPrice)
    ? { ...line, askedPrice: null }
    : line;
}
