/**
 * The library's tablets, and the one gesture for a lost one: the manager sets it aside, with a reason (CASE-4, PRIV-2). Runs in the browser.
 * It is asked twice: the tablet erases itself at its next contact, and what it never transmitted stays with it.
 */
import { useState } from 'preact/hooks'
import type { Device } from '../../../domain/desk/librarian.ts'
import { closing as en } from '../../../locale/en/closing.ts'
import { closing as fr } from '../../../locale/fr/closing.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { useAct } from '../../use-act.ts'
import { useSnapshot } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'
import styles from './closing.module.css'
import type { Closing } from './use-closing.ts'

export const Tablets = ({ closing }: { readonly closing: Closing }) => {
  const { words, format, silenceOf, heldBackBy, accept } = closing
  const { state, deviceLetter } = useSnapshot()
  const [asked, setAsked] = useState<readonly string[]>([])
  const [open, setOpen] = useState<Device | undefined>(undefined)
  const tablets = [...state.all('device')].sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1))
  return (
    <Panel title={words.tabletsTitle} className={styles.tablets ?? ''}>
      <Rows label={words.tabletsTitle}>
        {tablets.map((tablet) => {
          const silence = silenceOf(tablet.id)
          return (
            <Row
              key={tablet.id}
              where={tablet.letter}
              what={
                <>
                  <span class="title">{tablet.name}</span>
                  <span class="by">
                    {silence === undefined ? (
                      words.heardOn(format.dayAndMonth(tablet.lastHeardOn))
                    ) : (
                      <Chip sign="warn" tone="warn" words={words.silent(silence)} />
                    )}
                  </span>
                  {tablet.isSetAside || asked.includes(tablet.id) ? (
                    <span class="by">
                      <Chip sign="warn" tone="warn" words={words.isSetAside} />
                    </span>
                  ) : null}
                  {heldBackBy(tablet.id) > 0 ? <span class="by">{words.heldBack(heldBackBy(tablet.id))}</span> : null}
                </>
              }
              act={
                heldBackBy(tablet.id) > 0 ? (
                  <Button label={words.acceptNamed(tablet.letter)} onPress={() => void accept(tablet.id)}>
                    {words.accept}
                  </Button>
                ) : tablet.isSetAside || asked.includes(tablet.id) || tablet.letter === deviceLetter ? null : (
                  <Button label={words.setAsideTitle(tablet.letter)} onPress={() => setOpen(tablet)}>
                    {words.setAside}
                  </Button>
                )
              }
            />
          )
        })}
      </Rows>
      {open === undefined ? null : (
        <SetAside tablet={open} onClose={() => setOpen(undefined)} onAsked={() => setAsked([...asked, open.id])} />
      )}
    </Panel>
  )
}

const SetAside = ({
  tablet,
  onClose,
  onAsked,
}: {
  readonly tablet: Device
  readonly onClose: () => void
  readonly onAsked: () => void
}) => {
  const words = useWords(fr, en)
  const act = useAct()
  const [reason, setReason] = useState('')
  const setAside = async (): Promise<void> => {
    const operation = { kind: 'set-tablet-aside', deviceId: tablet.id, reason: reason.trim() } as const
    const result = await act(operation, words.setAsideSaid(tablet.letter))
    if (result.kind === 'saved') onAsked()
    onClose()
  }
  return (
    <Dialog title={words.setAsideTitle(tablet.letter)} onClose={onClose}>
      <div class={styles.body}>
        <p>{words.setAsideSay}</p>
        <Field label={words.setAsideReason} value={reason} maxLength={200} onInput={setReason} />
        <Button
          look="primary"
          unavailable={reason.trim() === '' ? words.setAsideReasonMissing : undefined}
          label={words.setAsideTitle(tablet.letter)}
          onPress={() => void setAside()}
        >
          {words.setAside}
        </Button>
      </div>
    </Dialog>
  )
}
