/**
 * What becomes of a library's wish to share the catalogue of a record group, or to leave it (NET-7). A type, between the store and whoever asks.
 * Nothing is changed where documents of its own would be lost.
 */
export type Sharing =
  | { readonly kind: 'done' }
  /** Of its own documents, the group's catalogue does not have so many: they would be lost. */
  | { readonly kind: 'would-lose'; readonly missing: number; readonly of: number }
