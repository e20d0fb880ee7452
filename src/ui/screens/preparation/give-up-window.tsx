/**
 * Giving up a line: why, in a press or in words (PULL-5). Runs in the browser. The reason travels to the handover, and to the ILS when it can.
 */
import { useState } from 'preact/hooks'
import type { PullLine } from '../../../domain/pull-list/build-pull-list.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, Field } from '../../components/field.tsx'
import { Button } from '../../components/parts.tsx'
import { useWords } from '../../use-desk.ts'
import type { Picking } from './use-pick.ts'

interface GiveUpWindowProps {
  readonly line: PullLine
  readonly title: string
  readonly picking: Picking
  readonly onClose: () => void
}

export const GiveUpWindow = ({ line, title, picking, onClose }: GiveUpWindowProps) => {
  const words = useWords(preparationWords)
  const [reason, setReason] = useState<string>(words.reasons[0] ?? words.otherReason)
  const [other, setOther] = useState('')
  const given = reason === words.otherReason ? other.trim() : reason
  return (
    <Dialog title={words.giveUpTitle(title)} onClose={onClose}>
      <p class="soft">{words.giveUpSay}</p>
      <ChoiceField
        label={words.why}
        value={reason}
        choices={[...words.reasons, words.otherReason].map((value) => ({ value, words: value }))}
        onChoose={setReason}
      />
      {reason === words.otherReason ? (
        <Field label={words.otherReason} value={other} maxLength={textLengths.reason} onInput={setOther} />
      ) : null}
      <Button
        look="primary"
        unavailable={given === '' ? words.why : undefined}
        onPress={async () => {
          await picking.giveUp(line, title, given)
          onClose()
        }}
      >
        {words.giveUpConfirm}
      </Button>
    </Dialog>
  )
}
