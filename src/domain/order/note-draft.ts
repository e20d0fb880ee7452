/**
 * A note that somebody is writing on an order's sheet, not kept yet: what leaving the screen, a reload or a crash must not lose. Runs on the
 * tablet, whose own it is; nobody else reads it before it is kept, and it goes with its order (PRIV-2).
 */
import type { OrderId } from '../ids.ts'

export interface NoteDraft {
  readonly orderId: OrderId
  readonly text: string
  /** The note that its writer saw: what another tablet writes meanwhile is never replaced unread. */
  readonly replaces: string
}

/** Notes or calls in the making with this one in the place of the order's former one; `undefined`: it was kept, or given up (ORD-8). */
export const withDraft = <D extends { readonly orderId: OrderId }>(
  drafts: readonly D[],
  orderId: OrderId,
  draft: D | undefined,
): readonly D[] => [...drafts.filter((other) => other.orderId !== orderId), ...(draft === undefined ? [] : [draft])]
