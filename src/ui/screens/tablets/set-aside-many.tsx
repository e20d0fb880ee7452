/**
 * Several tablets taken out of service at once: ticked one by one, or all that another manager's code let in, then one reason, one
 * passphrase, one press (PRIV-5). Runs in the browser. It cannot be taken back: what the ticked ones may still hold is said before.
 */
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckField } from '../../components/field.tsx'
import { ReasonField } from './reason-field.tsx'
import styles from './tablets.module.css'
import type { KeptTablets } from './use-tablets.ts'

export const SetAsideMany = ({ kept, onClose }: { readonly kept: KeptTablets; readonly onClose: () => void }) => {
  const { words, format } = kept
  const others = kept.inService.filter((tablet) => !kept.isHere(tablet))
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const chosen = others.filter(({ id }) => ticked.has(id))
  const admitters = [...new Set(others.flatMap(({ admission }) => admission?.librarianId ?? []))].filter((id) => id !== kept.me)
  const turn = (ids: readonly string[], isOn: boolean): void =>
    setTicked(new Set(isOn ? [...ticked, ...ids] : [...ticked].filter((id) => !ids.includes(id))))
  return (
    <Dialog title={words.setAsideMany} onClose={onClose}>
      <div class={styles.body}>
        <fieldset class="options">
          <legend>{words.which}</legend>
          {others.map((tablet) => (
            <CheckField key={tablet.id} checked={ticked.has(tablet.id)} onChange={(isTicked) => turn([tablet.id], isTicked)}>
              <b>{format.tablet(tablet)}</b> <span class="small soft">{kept.sayAdmission(tablet)}</span>
            </CheckField>
          ))}
        </fieldset>
        {admitters.map((by) => (
          <Button
            key={by}
            look="quiet"
            icon="check"
            onPress={() =>
              turn(
                others.filter(({ admission }) => admission?.librarianId === by).map(({ id }) => id),
                true,
              )
            }
          >
            {words.tickAdmittedBy(kept.nameOf(by))}
          </Button>
        ))}
        {chosen.map((tablet) => (
          <p key={tablet.id}>{kept.sayMayHold(tablet)}</p>
        ))}
        <ReasonField words={words} value={reason} onInput={setReason} />
        <Button
          look="primary"
          unavailable={chosen.length === 0 ? words.noneTicked : reason.trim() === '' ? words.setAsideReasonMissing : undefined}
          onPress={() => {
            onClose()
            void kept.setAside(chosen, reason.trim())
          }}
        >
          {words.setAsideThese(chosen.length)}
        </Button>
      </div>
    </Dialog>
  )
}
