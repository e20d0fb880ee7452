/**
 * The library's tablets, wherever a screen places them: who let each in, what it said last and what it holds, those out of service, and the
 * one gesture for a lost one, which a manager sets aside with a reason (CASE-4, PRIV-2). Runs in the browser. That is asked twice: it cannot
 * be taken back. Everybody reads; a manager acts, on line.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { Dialog } from '../../components/dialog.tsx'
import { CheckField, Field } from '../../components/field.tsx'
import { Button, ButtonLink, Chip, Panel, Row, Rows, Say } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { EnrolPanel } from './enrol-panel.tsx'
import styles from './tablets.module.css'
import { type KeptTablets, useTablets } from './use-tablets.ts'

/** With its own passphrase window and its own answers. */
export const Tablets = () => {
  const kept = useTablets()
  const { words, answer, spoke, inService, isManager, isOnline, mayAct, made } = kept
  const [open, setOpen] = useState<Device | undefined>(undefined)
  const [isMany, setMany] = useState(false)
  const answered = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (answer.kind === 'refused' || answer.kind === 'done') answered.current?.scrollIntoView({ block: 'center' })
  }, [answer])
  return (
    <>
      <Panel title={words.tabletsTitle} end={words.heard} className={styles.tablets ?? ''}>
        <div ref={answered}>
          {answer.kind === 'working' ? <p class={styles.body}>{words.working}</p> : null}
          {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
          {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
        </div>
        <Rows label={words.tabletsTitle}>
          {spoke.map((tablet) => (
            <Spoke key={tablet.id} kept={kept} tablet={tablet} />
          ))}
          {inService.map((tablet) => (
            <InService key={tablet.id} kept={kept} tablet={tablet} onSetAside={() => setOpen(tablet)} />
          ))}
        </Rows>
        <Retired kept={kept} />
        <div class={styles.foot}>
          {!mayAct ? (
            <p class="soft">{!isManager ? words.managerOnly : words.offline}</p>
          ) : (
            <Button look="quiet" icon="again" onPress={() => void kept.look()}>
              {words.look}
            </Button>
          )}
          {!mayAct || inService.filter((tablet) => !kept.isHere(tablet)).length < 2 ? null : (
            <Button look="quiet" icon="cross" onPress={() => setMany(true)}>
              {words.setAsideMany}
            </Button>
          )}
        </div>
      </Panel>
      {isManager && (isOnline || made !== undefined) ? <EnrolPanel kept={kept} /> : null}
      {isMany ? <SetAsideMany kept={kept} onClose={() => setMany(false)} /> : null}
      {open === undefined ? null : <SetAsideOne tablet={open} kept={kept} onClose={() => setOpen(undefined)} />}
      <PassphraseWindow asked={kept.passphrase} />
    </>
  )
}

interface OfTablet {
  readonly kept: KeptTablets
  readonly tablet: Device
}

/** One is said at once; several are one press away. */
const Retired = ({ kept }: { readonly kept: KeptTablets }) => {
  const { words, retired } = kept
  const [only] = retired
  if (only === undefined) return null
  const say = (tablet: Device) => (
    <>
      {kept.sayRetired(tablet)}
      <span class="by">{kept.sayAdmission(tablet)}</span>
    </>
  )
  if (retired.length === 1)
    return (
      <div class={styles.retired}>
        <p>
          {words.retiredOne} {say(only)}
        </p>
      </div>
    )
  return (
    <details class={styles.retired}>
      <summary>{words.retired(retired.length)}</summary>
      <ul>
        {retired.map((tablet) => (
          <li key={tablet.id}>{say(tablet)}</li>
        ))}
      </ul>
    </details>
  )
}

const Spoke = ({ kept, kept: { words, format }, tablet }: OfTablet) =>
  tablet.apart === undefined ? null : (
    <Row
      where={<span class={`${styles.letter} ${styles.back}`}>{tablet.letter}</span>}
      what={<span class="title">{kept.sayApart(tablet.apart.count, kept.apartOf(tablet))}</span>}
      by={words.backSay(format.dayAndMonth(tablet.apart.until))}
    >
      <ButtonLink look="primary" href={hrefOf('cases', tablet.id)} label={words.readApartOf(tablet.apart.count, format.tablet(tablet))}>
        {words.readApart(tablet.apart.count)}
      </ButtonLink>
    </Row>
  )

const InService = ({ kept, tablet, onSetAside }: OfTablet & { readonly onSetAside: () => void }) => {
  const { words, format, isHere } = kept
  const silence = kept.silenceOf(tablet.id)
  const admission = kept.sayAdmission(tablet)
  const version = kept.sayVersion(tablet)
  const known = [admission, version?.said].filter(Boolean)
  return (
    <Row
      where={<span class={styles.letter}>{tablet.letter}</span>}
      what={
        <>
          <span class={styles.name}>
            <span class="title">{tablet.name}</span>
            <span class="soft">{kept.sayHolding(tablet)}</span>
            {isHere(tablet) ? <span class="soft">{words.here}</span> : null}
          </span>
          {silence === undefined ? null : (
            <span class="by">
              <Chip sign="warn" tone="warn" words={words.silent(silence)} />
            </span>
          )}
          {known.length === 0 ? null : <span class="by">{known.join(' · ')}</span>}
        </>
      }
      by={version?.isOther === true ? <Chip sign="warn" tone="warn" words={words.otherVersion} /> : undefined}
    >
      <b class={styles.heard}>{kept.heardAt(tablet)}</b>
      {isHere(tablet) || !kept.mayAct ? null : (
        <Button label={words.setAsideTitle(format.tablet(tablet))} onPress={onSetAside}>
          {words.setAside}
        </Button>
      )}
    </Row>
  )
}

interface SetAsideProps {
  readonly kept: KeptTablets
  readonly title: string
  readonly tablets: readonly Device[]
  readonly button: string
  /** Of the button, where it says more. */
  readonly label?: string
  readonly onClose: () => void
  /** What they may hold, and what follows. */
  readonly children: ComponentChildren
}

/** One reason, which says who will read it, one passphrase, one press (PRIV-5). */
const SetAside = ({ kept, title, tablets, button, label = button, onClose, children }: SetAsideProps) => {
  const { words } = kept
  const [reason, setReason] = useState('')
  // The passphrase has a window of its own, and what comes of the act is said behind them.
  const setAside = (): void => {
    onClose()
    void kept.setAside(tablets, reason.trim())
  }
  const first = tablets.length === 0 ? words.noneTicked : reason.trim() === '' ? words.setAsideReasonMissing : undefined
  return (
    <Dialog title={title} onClose={onClose}>
      <div class={styles.body}>
        {children}
        <Field
          label={words.setAsideReason}
          hint={words.setAsideReasonHint}
          value={reason}
          maxLength={textLengths.reason}
          onInput={setReason}
        />
        <Button look="primary" unavailable={first} label={label} onPress={setAside}>
          {button}
        </Button>
      </div>
    </Dialog>
  )
}

const SetAsideOne = ({ kept, tablet, onClose }: OfTablet & { readonly onClose: () => void }) => {
  const { words } = kept
  const { first, next, otherwise, letter } = words.effects
  const title = words.setAsideTitle(kept.format.tablet(tablet))
  return (
    <SetAside kept={kept} title={title} tablets={[tablet]} button={words.setAside} label={title} onClose={onClose}>
      <p>{kept.sayMayHold(tablet)}</p>
      <div class={styles.effects}>
        <Rows>
          {[first, next, otherwise].map(({ when, title, say }) => (
            <Row key={when} where={when} what={<b>{title}</b>} by={say} />
          ))}
          <Row where={tablet.letter} what={letter} />
        </Rows>
      </div>
    </SetAside>
  )
}

/** Ticked one by one, or all that another manager's code let in. What the ticked ones may still hold is said before. */
const SetAsideMany = ({ kept, onClose }: { readonly kept: KeptTablets; readonly onClose: () => void }) => {
  const { words, format } = kept
  const others = kept.inService.filter((tablet) => !kept.isHere(tablet))
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = others.filter(({ id }) => ticked.has(id))
  const admitters = [...new Set(others.flatMap(({ admission }) => admission?.librarianId ?? []))].filter((id) => id !== kept.me)
  const admittedBy = (by: string): readonly string[] => others.filter(({ admission }) => admission?.librarianId === by).map(({ id }) => id)
  const turn = (ids: readonly string[], isOn: boolean): void =>
    setTicked(new Set(isOn ? [...ticked, ...ids] : [...ticked].filter((id) => !ids.includes(id))))
  return (
    <SetAside kept={kept} title={words.setAsideMany} tablets={chosen} button={words.setAsideThese(chosen.length)} onClose={onClose}>
      <fieldset class="options">
        <legend>{words.which}</legend>
        {others.map((tablet) => (
          <CheckField key={tablet.id} checked={ticked.has(tablet.id)} onChange={(isTicked) => turn([tablet.id], isTicked)}>
            <b>{format.tablet(tablet)}</b> <span class="small soft">{kept.sayAdmission(tablet)}</span>
          </CheckField>
        ))}
      </fieldset>
      {admitters.map((by) => (
        <Button key={by} look="quiet" icon="check" onPress={() => turn(admittedBy(by), true)}>
          {words.tickAdmittedBy(kept.nameOf(by))}
        </Button>
      ))}
      {chosen.map((tablet) => (
        <p key={tablet.id}>{kept.sayMayHold(tablet)}</p>
      ))}
    </SetAside>
  )
}
