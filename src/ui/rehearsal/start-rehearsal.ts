/**
 * Begins a rehearsal, and ends it when its desk is left. Runs in the browser, in the chunk of the screen that offers it.
 */
import type { Desk } from '../../tablet/desk.ts'
import { rehearsal } from './rehearsal.ts'
import { RehearsalBanner } from './rehearsal-banner.tsx'

export const startRehearsal = async (desk: Pick<Desk, 'rehearse'>): Promise<void> => {
  const rehearsed = await desk.rehearse(() => {
    rehearsal.value = undefined
  })
  rehearsal.value = { desk: rehearsed, Banner: RehearsalBanner }
}
