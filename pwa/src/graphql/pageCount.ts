/** How many there are, as far as a first page knows: "10+" when more follow, never its length passed off as the total. */

export interface CountedPage {
  readonly items: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** `shown` counts a part of the page, such as the tasks of one kind. */
export const pageCount = ({ items, pageInfo }: CountedPage, shown = items.length): string =>
  pageInfo.hasNextPage ? `${shown}+` : String(shown);
