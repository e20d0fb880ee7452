/**
 * A newer build waits: offered, never forced, and never while a handover or a form is open (the reload would come at a bad time).
 * Runs in the browser.
 */
import { useState } from 'preact/hooks'
import { shell as en } from '../../locale/en/shell.ts'
import { shell as fr } from '../../locale/fr/shell.ts'
import { Button } from '../components/button.tsx'
import { openForms } from '../open-forms.ts'
import { useDesk, useSnapshot } from '../use-desk.ts'
import { useWords } from '../use-words.ts'

export const UpdateNotice = () => {
  const words = useWords(fr, en)
  const desk = useDesk()
  const { update, draft } = useSnapshot()
  const [later, setLater] = useState(false)
  if (update === 'none' || later) return null
  const isBusy = draft !== undefined || openForms.value > 0
  return (
    <div class="notice">
      <span>
        <b>{words.update.say}</b> {isBusy ? words.update.busy : ''}
      </span>
      {isBusy ? null : <Button onPress={() => desk.takeUpdate()}>{words.update.take}</Button>}
      <Button look="quiet" onPress={() => setLater(true)}>
        {words.update.later}
      </Button>
    </div>
  )
}
