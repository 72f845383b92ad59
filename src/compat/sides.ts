/** Something of both versions. */
export type Sides<Side> = readonly [older: Side, newer: Side];
