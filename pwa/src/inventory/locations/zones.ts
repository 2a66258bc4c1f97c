/** Locations as the keeper walks past them: zone after zone. */

export interface Zone<Place> {
  readonly name: string;
  readonly places: readonly Place[];
}

/** The server gives them zone by zone; a zone that goes on after the next page joins itself. */
export function byZone<Place extends { readonly zone: string }>(
  places: readonly Place[],
): readonly Zone<Place>[] {
  const zones = new Map<string, Place[]>();
  for (const place of places) {
    const known = zones.get(place.zone);
    if (known === undefined) zones.set(place.zone, [place]);
    else known.push(place);
  }
  return [...zones].map(([name, inIt]) => ({ name, places: inIt }));
}
