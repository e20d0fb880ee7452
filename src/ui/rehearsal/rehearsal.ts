/**
 * Whether this tablet is rehearsing, and on which desk: the app shows that one instead of its own. Runs in the browser.
 * A reload forgets it, and that is meant: the rehearsal lives in memory alone.
 */
import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { RehearsalDesk } from '../../tablet/desk.ts'

interface Rehearsal {
  readonly desk: RehearsalDesk
  /** Comes with it, so that the screen under it does not move when it arrives. */
  readonly Banner: ComponentType<{ readonly desk: RehearsalDesk }>
}

export const rehearsal = signal<Rehearsal | undefined>(undefined)
