/** Address and phone in one tap, by the phone's own apps: no map service is named, and nobody is told the address. */

export const callLink = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, "")}`;

/** `geo:` is Android's word for "the map app of your choice", `maps:` is Apple's. */
export function mapLink(address: string, agent: string = navigator.userAgent): string {
  const query = encodeURIComponent(address);
  return /iPhone|iPad|Macintosh/.test(agent) ? `maps:?q=${query}` : `geo:0,0?q=${query}`;
}
