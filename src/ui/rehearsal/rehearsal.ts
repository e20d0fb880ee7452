/**
 * Whether this tablet is rehearsing, and on which desk: the app shows that one instead of its own. Runs in the browser.
 * A reload forgets it, and that is meant: the rehearsal lives in memory alone.
 */
import { signal } from '@preact/signals'
import type { RehearsalDesk } from '../../tablet/desk.ts'

export const rehearsal = signal<RehearsalDesk | undefined>(undefined)
