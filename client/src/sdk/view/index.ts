/** What is on screen decides what is received. */
export { arrange, type Candidate, FULL, type Share } from "./arrange.ts";
export { layerFor, type TileSize } from "./layers.ts";
export { View, type ViewFacet } from "./View.ts";
