/**
 * A newer build waits: offered, never forced, and never while a handover or a form is open (the reload would come at a bad time).
 * Runs in the browser, from a chunk of its own. It says what it waits for; what cannot leave now is on the disk and keeps nobody waiting.
 */
import { signal } from '@preact/signals'
import { updateWords } from '../../locale/en/shell.ts'
import { Button } from '../components/parts.tsx'
import { openForms } from '../open-forms.ts'
import { useDesk, useSnapshot, useWords } from '../use-desk.ts'

/** « Plus tard » holds until the next start, on every screen. */
const isPutOff = signal(false)
/** Pressed: the page reloads once the newer build leads, which a starved tablet takes its time for. */
const isTaken = signal(false)

export const UpdateNotice = () => {
  const words = useWords(updateWords)
  const desk = useDesk()
  const { visits, link, pendingCount } = useSnapshot()
  if (isPutOff.value) return null
  const waitsFor = (): string | undefined => {
    if (visits.some((visit) => !visit.isAside)) return words.waitsFor.handover
    if (openForms.value > 0) return words.waitsFor.form
    return pendingCount > 0 && link.kind === 'online' ? words.waitsFor.sending(pendingCount) : undefined
  }
  if (isTaken.value)
    return (
      <div class="notice" role="status">
        <span>
          <b>{words.taken}</b> {words.takes}
        </span>
      </div>
    )
  const awaited = waitsFor()
  const take = (): void => {
    isTaken.value = true
    desk.takeUpdate()
  }
  return (
    <div class="notice">
      <span>
        <b>{words.say}</b> {awaited ?? (pendingCount > 0 ? words.keeps(pendingCount) : '')}
      </span>
      {awaited === undefined ? <Button onPress={take}>{words.take}</Button> : null}
      <Button
        look="quiet"
        onPress={() => {
          isPutOff.value = true
        }}
      >
        {words.later}
      </Button>
    </div>
  )
}
