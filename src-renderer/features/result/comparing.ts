/** How a check's signatures are compared on the screen: what the panels of a comparison share. */
export interface Comparing {
  overlayShown: boolean;
  /** Whether the map of differences lies over the questioned signature. */
  mapShown: boolean;
  /** The specimen chosen for the overlay, by its place in the list (nearest first). */
  readonly chosen: number;
  /** Chooses a specimen by its place (from 0); false where there is none. */
  choose(place: number): boolean;
  /** Lays the map of differences over the questioned signature, or takes it away. */
  toggleMap(): void;
}
