/**
 * Réglages › SIGB: does the link hold, what was exchanged last, what is forced and what is not, and a trial that writes nothing. Runs in the
 * browser, read on line by everybody; a manager tries and changes it.
 */
import { useState } from 'preact/hooks'
import type { Instant } from '../../../domain/instant.ts'
import {
  accessChoices,
  fieldsOfKind,
  type IlsAccessField,
  ilsKinds,
  neededFields,
  secretFields,
} from '../../../domain/settings/ils-access.ts'
import type { IlsLinkLook, IlsTrial } from '../../../tablet/desk.ts'
import { breakDate } from '../../break-date.ts'
import { ChoiceField, Field, Form, SelectField } from '../../components/field.tsx'
import { Sign, type SignName } from '../../components/icon.tsx'
import { Button, ButtonLink, Chip, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats } from '../../use-desk.ts'
import { useMoment, useSince } from '../../use-moment.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import styles from './settings.module.css'
import { type IlsLink, useIlsLink } from './use-ils-link.ts'

export const IlsScreen = () => {
  const link = useIlsLink()
  const { words, look, isReading, isManager, isOnline, answer, passphrase } = link
  // Drawn once it is known: nothing moves under the hand.
  if (isReading) return <Verdict head={words.title} />
  return (
    <>
      <Head link={link} />
      {look === undefined ? null : (
        <div class={`${styles.halves} ${styles.beside}`}>
          <div class={styles.side}>
            <Exchanges look={look} words={words} sayFault={link.sayFault} />
            {look.told === undefined ? null : <Forced look={look} words={words} />}
          </div>
          <div class={styles.side}>
            {look.told !== undefined && isManager && isOnline ? <IlsTrialPanel link={link} /> : null}
            <IlsAccessPanel link={link} look={look} />
            {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
            {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
          </div>
        </div>
      )}
      <div class="actions">
        <ButtonLink href={hrefOf('management', 'reglages')} icon="left" look="quiet">
          {words.all}
        </ButtonLink>
      </div>
      <PassphraseWindow asked={passphrase} />
    </>
  )
}

const When = ({ at }: { readonly at: Instant }) => {
  const { day, time } = useMoment()(at)
  return (
    <>
      {day === undefined ? null : <small class="soft small">{breakDate(day)}</small>}
      <span>{time}</span>
    </>
  )
}

const Head = ({ link: { words, look, sayFault } }: { readonly link: IlsLink }) => {
  const sinceWhen = useSince()
  if (look === undefined) return <Verdict head={words.title}>{words.unread}</Verdict>
  if (look.from === 'locked') {
    return (
      <Verdict sign="warn" head={words.locked}>
        {words.lockedSay}
      </Verdict>
    )
  }
  if (look.told === undefined) return <Verdict head={words.byFiles}>{words.byFilesSay}</Verdict>
  if (look.fault !== undefined) {
    return (
      <Verdict sign="warn" head={words.fails}>
        {words.failsSay(sayFault(look.fault.kind), sinceWhen(look.fault.since))}
      </Verdict>
    )
  }
  const { settled, waiting, refused } = look.told
  return (
    <Verdict sign="ok" head={look.answeredAt === undefined ? words.ready : words.holds}>
      {words.told(look.name ?? '', settled, waiting, refused)} {look.answeredAt === undefined && waiting === 0 ? words.readySay : ''}
    </Verdict>
  )
}

type Words = IlsLink['words']

const Exchanges = ({ look, words, sayFault }: Pick<IlsLink, 'words' | 'sayFault'> & { readonly look: IlsLinkLook }) => {
  const format = useFormats()
  const kinds: Readonly<Record<string, string>> = words.dropped.rest
  const line = (at: Instant | undefined, { what, rest }: { readonly what: string; readonly rest: string }, say = '') =>
    at === undefined ? [] : [{ at, what, rest, say }]
  const waiting = look.told?.waiting ?? 0
  const lines = [
    ...line(look.answeredAt, words.weTold, waiting === 0 ? '' : words.waiting(waiting)),
    ...line(look.patronsAsOf, words.patrons),
    ...line(look.loansAsOf, words.loans),
    ...line(look.holdsAsOf, words.heldHere, look.holds.hasNoPickups ? words.noPickups : ''),
    ...line(look.holds.fault?.since, words.holdsUnread, look.holds.fault === undefined ? '' : sayFault(look.holds.fault.kind)),
    ...(look.dropped ?? []).flatMap(({ kind, at, isIn }) =>
      line(at, { what: words.dropped.what, rest: kinds[kind ?? 'other'] ?? words.dropped.rest.other }, isIn ? words.isIn : words.isOut),
    ),
  ].sort((a, b) => b.at - a.at)
  return (
    <Panel title={words.exchanges}>
      {lines.length === 0 ? (
        <p class="fold">{words.none}</p>
      ) : (
        <Rows label={words.exchanges}>
          {lines.map(({ at, what, rest, say }, n) => (
            <Row
              key={`${at} ${n}`}
              where={<When at={at} />}
              what={
                <span>
                  <b>{what}</b> {rest}
                </span>
              }
              by={say || undefined}
            />
          ))}
        </Rows>
      )}
      {look.immobile === undefined ? null : (
        <p class="fold">{words.immobile(format.count(look.immobile.here), format.count(look.immobile.gone))}</p>
      )}
      {look.dropped === undefined ? <p class="fold">{words.noFolder}</p> : null}
    </Panel>
  )
}

const Forced = ({ look, words }: { readonly look: IlsLinkLook; readonly words: Words }) => {
  const { judged, reviewed, direct, held, due, again } = words.rules
  const otherDue = look.told?.otherDue ?? 0
  const rules: readonly { readonly sign: SignName; readonly what: string; readonly say: string }[] = [
    { sign: 'ok', ...(look.isDirect === undefined ? judged : look.isDirect ? direct : reviewed) },
    { sign: 'warn', what: held.what, say: held.say },
    { sign: 'warn', what: due.what, say: due.say(otherDue) },
    { sign: 'ok', ...again },
  ]
  return (
    <Panel title={words.forced}>
      <Rows label={words.forced}>
        {rules.map(({ sign, what, say }) => (
          <Row key={what} where={<Sign name={sign} />} what={<span>{what}</span>} by={say} />
        ))}
      </Rows>
      {otherDue === 0 ? null : (
        <div class="actions fold">
          <ButtonLink href={hrefOf('operations')}>{words.see}</ButtonLink>
        </div>
      )}
    </Panel>
  )
}

const steps = ['answer', 'account', 'reading', 'writing'] as const
type Step = (typeof steps)[number]

/** What stands in the way of each step; anything else is no answer. */
const stepOfFault: Readonly<Record<string, Step>> = {
  'login-refused': 'account',
  'not-permitted': 'reading',
  'branch-unknown': 'reading',
  'write-refused': 'writing',
  'too-old': 'reading',
}

/** Signs of the card that are shown again. */
const shownSigns = 4

interface Outcome {
  readonly tone: 'ok' | 'warn' | 'stop' | undefined
  readonly say: string
}

const outcomeOf = (
  step: Step,
  { end, fault, ms, knows, site, card }: IlsTrial & { readonly card: string },
  { words, sayFault }: Pick<IlsLink, 'words' | 'sayFault'>,
): Outcome => {
  const { stepSay } = words
  if (step === 'writing' && fault !== 'write-refused') return { tone: undefined, say: stepSay.untouched }
  if (end !== 'answered') {
    const failed = stepOfFault[fault] ?? 'answer'
    if (step === failed) return { tone: 'stop', say: sayFault(fault) }
    if (steps.indexOf(step) > steps.indexOf(failed)) return { tone: undefined, say: stepSay.notTried }
  }
  // Before a step that failed, how long it all took says nothing of this one.
  if (step === 'answer') return { tone: 'ok', say: end === 'answered' ? stepSay.answered(ms ?? 0) : stepSay.reached }
  if (step === 'account') return { tone: 'ok', say: stepSay.accepted }
  if (knows === undefined) return { tone: 'ok', say: stepSay.greeted }
  const shown = card.slice(-shownSigns)
  if (!knows) return { tone: 'warn', say: stepSay.knowsNot(shown) }
  if (site === undefined) return { tone: 'ok', say: stepSay.knows(shown) }
  const item = stepSay.knowsItem(shown)
  if (site.here === site.there) return { tone: 'ok', say: `${item} ${stepSay.sameSite}` }
  return { tone: site.there === '' ? 'ok' : 'warn', say: `${item}. ${words.otherSite(site)}` }
}

/** « Essayer le lien »: a manager has the ILS read once, and sees of each step what came of it (ILS-10). */
const IlsTrialPanel = ({ link }: { readonly link: IlsLink }) => {
  const { words, trial, tryIt, answer } = link
  const format = useFormats()
  const [card, setCard] = useState('')
  return (
    <Panel title={words.trial} end={trial === undefined ? undefined : format.time(trial.at)}>
      {trial === undefined ? null : trial.end === 'nothing' ? (
        <p class="fold">{words.nothingToTry}</p>
      ) : (
        <div class={styles.lines}>
          <Rows label={words.trial}>
            {steps.map((step) => {
              const { tone, say } = outcomeOf(step, trial, link)
              return (
                <Row key={step} where={words.steps[step]} what={tone === undefined ? say : <Chip sign={tone} tone={tone} words={say} />} />
              )
            })}
          </Rows>
        </div>
      )}
      <div class={styles.add}>
        <p>{words.trialSay}</p>
        <Field label={words.card} value={card} onInput={setCard} />
        <Button look="primary" block unavailable={answer.kind === 'working' ? words.trying : undefined} onPress={() => void tryIt(card)}>
          {trial === undefined ? words.tryIt : words.tryAgain}
        </Button>
      </div>
    </Panel>
  )
}

/**
 * The access to the ILS: where it is, by which account, when its secret was set, and for a manager the form that changes it (ILS-10).
 */
const IlsAccessPanel = ({ link, look }: { readonly link: IlsLink; readonly look: IlsLinkLook }) => {
  const { words, draft, isManager, isOnline } = link
  const mayChange = isManager && isOnline && look.from !== 'environment'
  return (
    <Panel title={words.access}>
      {look.from === 'typed' && draft === undefined ? <Kept look={look} words={words} /> : null}
      {look.from === 'environment' ? <p class="fold">{words.byEnvironment}</p> : null}
      {!mayChange && look.from !== 'environment' ? <p class="fold">{words.managerOnly}</p> : null}
      {!mayChange ? null : draft === undefined ? (
        <div class={styles.add}>
          <Button block onPress={link.begin}>
            {look.from === 'typed' ? words.change : words.link}
          </Button>
        </div>
      ) : (
        <AccessForm link={link} hasKept={look.from === 'typed'} />
      )}
    </Panel>
  )
}

const Kept = ({ look, words }: { readonly look: IlsLinkLook; readonly words: IlsLink['words'] }) => {
  const desk = useDesk()
  const format = useFormats()
  const { address, account } = look.fields
  return (
    <Rows label={words.access}>
      <Row where={words.fields.address} what={<span>{address}</span>} by={account} />
      {look.secretAt === undefined ? null : (
        <Row where={words.fields.secret} what={words.secretAt(format.date(desk.toLocal(look.secretAt).date))} />
      )}
      <Row
        where={words.pass}
        what={<span>{words.every(look.everyMinutes ?? 1)}</span>}
        by={look.fields.hours === undefined || look.fields.hours === '' ? undefined : look.fields.hours}
      />
    </Rows>
  )
}

const isSecret = (field: IlsAccessField): boolean => secretFields.some((secret) => secret === field)

const AccessForm = ({ link, hasKept }: { readonly link: IlsLink; readonly hasKept: boolean }) => {
  const { words, draft, fault, answer } = link
  const [asksToEnd, setAsksToEnd] = useState(false)
  if (draft === undefined) return null
  const draw = (field: IlsAccessField) => {
    const choices = accessChoices[field]
    const value = draft.fields[field] ?? ''
    if (choices !== undefined) {
      return (
        <SelectField
          key={field}
          label={words.fields[field]}
          value={value === '' ? choices[0] : value}
          choices={choices}
          say={(choice) => words.choices[choice] ?? ''}
          onChoose={(choice = '') => link.type(field, choice)}
        />
      )
    }
    const hints: Partial<Record<IlsAccessField, string>> = { address: words.addressHint[draft.kind], hours: words.hoursHint }
    const hint = isSecret(field) && hasKept ? words.kept : hints[field]
    return (
      <Field
        key={field}
        label={words.fields[field]}
        value={value}
        type={isSecret(field) ? 'password' : 'text'}
        autoComplete={isSecret(field) ? 'new-password' : 'off'}
        {...(hint === undefined ? {} : { hint })}
        onInput={(text) => link.type(field, text)}
      />
    )
  }
  return (
    <Form
      class={`${styles.add} ${styles.access}`}
      onSubmit={() => {
        if (answer.kind !== 'working') void link.send()
      }}
    >
      <p>{words.linkSay}</p>
      <ChoiceField
        inline
        label={words.kind}
        value={draft.kind}
        choices={ilsKinds.map((kind) => ({ value: kind, words: words.kinds[kind] }))}
        onChoose={(kind) => link.change({ kind })}
      />
      {fieldsOfKind[draft.kind].filter((field) => neededFields.includes(field)).map(draw)}
      {/* Open where something there may have to be read again. */}
      <details class={styles.further} open={fault !== undefined || undefined}>
        <summary>{words.further}</summary>
        <div>
          {fieldsOfKind[draft.kind].filter((field) => !neededFields.includes(field)).map(draw)}
          <Field label={words.minutes} inputMode="numeric" value={draft.minutes} onInput={(minutes) => link.change({ minutes })} />
        </div>
      </details>
      {answer.kind === 'working' ? <p>{words.linking}</p> : null}
      {fault === undefined ? null : (
        <Say sign="stop" sentence={fault.what} {...(fault.next === undefined ? {} : { nextStep: fault.next })} />
      )}
      <Button type="submit" look="primary" block>
        {words.link}
      </Button>
      <Button look="quiet" block onPress={link.keep}>
        {words.keep}
      </Button>
      {!hasKept ? null : asksToEnd ? (
        <Say
          sign="warn"
          sentence={words.unlinkAsk.what}
          nextStep={words.unlinkAsk.next}
          actions={<Button onPress={() => void link.unlink()}>{words.unlinkYes}</Button>}
        />
      ) : (
        <Button look="quiet" block onPress={() => setAsksToEnd(true)}>
          {words.unlink}
        </Button>
      )}
    </Form>
  )
}
