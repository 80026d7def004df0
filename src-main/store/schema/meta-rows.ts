/** The rows of `meta`. */
export const metaRows = {
  storeId: 'store-id',
  createdAt: 'created-at',
  /** Changes when the store is rekeyed, so that other programs that have it open notice. */
  keyEpoch: 'key-epoch',
} as const;
