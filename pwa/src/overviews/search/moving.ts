/** Arrow keys go from the box into what was found, up and down in it, and back into the box. */
export function moved(event: KeyboardEvent, by: 1 | -1): void {
  const { currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const stops = [...currentTarget.querySelectorAll<HTMLElement>("input, [data-found]")];
  const next = stops[stops.indexOf(target) + by];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
