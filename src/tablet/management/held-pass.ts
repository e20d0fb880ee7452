/**
 * The pass that a manager's passphrase gave: in the page's memory alone, and gone with whoever was signed in (PRIV-5). Runs in the page.
 * What is held is a pass and never the passphrase: the endpoint ends it after ten minutes, whatever is held here.
 */
import type { LibrarianId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'

export interface Pass {
  readonly pass: string
  readonly librarianId: LibrarianId
  readonly expiresAt: Instant
}

export interface HeldPass {
  /** What whoever is signed in may act with now. */
  current(): Pass | undefined
  keep(pass: Pass): void
  /** Lets it go; answers what it was. */
  drop(): Pass | undefined
}

export const createHeldPass = (ports: { readonly now: () => Instant; readonly librarianId: () => LibrarianId | undefined }): HeldPass => {
  let held: Pass | undefined
  return {
    current: () => (held !== undefined && held.librarianId === ports.librarianId() && ports.now() < held.expiresAt ? held : undefined),
    keep: (pass) => {
      held = pass
    },
    drop: () => {
      const dropped = held
      held = undefined
      return dropped
    },
  }
}
