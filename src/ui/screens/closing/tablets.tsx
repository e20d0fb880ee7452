/**
 * The library's tablets, and the one gesture for a lost one: the manager sets it aside, with a reason (CASE-4, PRIV-2). Runs in the browser.
 * It is asked twice: the tablet erases itself at its next contact, and what it never transmitted stays with it.
 */

import { useState } from 'preact/hooks'
import type { Admission, Device, SetAside } from '../../../domain/librarian/librarian.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { hrefOf } from '../../routes.ts'
import { useSnapshot } from '../../use-desk.ts'
import styles from './closing.module.css'
import type { Closing } from './use-closing.ts'

export const Tablets = ({ closing }: { readonly closing: Closing }) => {
  const { words, format, silenceOf } = closing
  const { state, deviceLetter } = useSnapshot()
  const [open, setOpen] = useState<Device | undefined>(undefined)
  const sayWord = ({ librarianId, at, reason }: SetAside): string =>
    words.setAsideBy(state.get('librarian', librarianId)?.name ?? librarianId, format.dayAndMonth(closing.toLocal(at).date), reason)
  const sayAdmission = ({ at, librarianId }: Admission): string => {
    const date = format.dayAndMonth(closing.toLocal(at).date)
    return librarianId === undefined
      ? words.admittedOnServer(date)
      : words.admittedBy(date, state.get('librarian', librarianId)?.name ?? librarianId)
  }
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
                  {tablet.admission === undefined ? null : <span class="by">{sayAdmission(tablet.admission)}</span>}
                  {tablet.isSetAside ? (
                    <span class="by">
                      <Chip sign="warn" tone="warn" words={words.isSetAside} />
                    </span>
                  ) : null}
                  {tablet.setAside === undefined ? null : <span class="by">{sayWord(tablet.setAside)}</span>}
                  {tablet.apart === undefined ? null : (
                    <span class="by">{words.heldBack(tablet.apart.count, format.dayAndMonth(tablet.apart.until))}</span>
                  )}
                </>
              }
              act={
                tablet.apart !== undefined ? (
                  <ButtonLink href={hrefOf('cases', tablet.id)} label={words.readApartOf(tablet.apart.count, format.tablet(tablet))}>
                    {words.readApart(tablet.apart.count)}
                  </ButtonLink>
                ) : tablet.isSetAside || tablet.letter === deviceLetter ? null : (
                  <Button label={words.setAsideTitle(format.tablet(tablet))} onPress={() => setOpen(tablet)}>
                    {words.setAside}
                  </Button>
                )
              }
            />
          )
        })}
      </Rows>
      {open === undefined ? null : <SetAsideWindow tablet={open} closing={closing} onClose={() => setOpen(undefined)} />}
    </Panel>
  )
}

const SetAsideWindow = ({
  tablet,
  closing,
  onClose,
}: {
  readonly tablet: Device
  readonly closing: Closing
  readonly onClose: () => void
}) => {
  const { words, format } = closing
  const [reason, setReason] = useState('')
  // The passphrase has a window of its own, and what comes of the act is said behind them.
  const setAside = (): void => {
    onClose()
    void closing.setAside(tablet, reason.trim())
  }
  return (
    <Dialog title={words.setAsideTitle(format.tablet(tablet))} onClose={onClose}>
      <div class={styles.body}>
        <p>{words.setAsideSay}</p>
        <Field label={words.setAsideReason} value={reason} maxLength={textLengths.reason} onInput={setReason} />
        <Button
          look="primary"
          unavailable={reason.trim() === '' ? words.setAsideReasonMissing : undefined}
          label={words.setAsideTitle(format.tablet(tablet))}
          onPress={setAside}
        >
          {words.setAside}
        </Button>
      </div>
    </Dialog>
  )
}
