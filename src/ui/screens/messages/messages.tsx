/**
 * The messages to patrons, where do they stand: the sentence first, whom to tell otherwise, then the list by kind and state, searched by name,
 * card or order (MSG-9). Runs in the browser; read on line.
 */
import { useMemo, useState } from 'preact/hooks'
import { msPerMinute } from '../../../domain/instant.ts'
import {
  type MessageKind,
  type MessageState,
  messageKinds,
  messageStates,
  mostCardsAsked,
  readMailAddress,
  sendAfterAll,
} from '../../../domain/message/message.ts'
import type { SenderCheck } from '../../../domain/message/sender-check.ts'
import { findPatrons, openDirectory } from '../../../domain/patron/find-patrons.ts'
import { checkingWords } from '../../../locale/en/sending.ts'
import { templateOf } from '../../../locale/write-letter.ts'
import type { MessagesLook } from '../../../tablet/desk.ts'
import { Field, SelectField } from '../../components/field.tsx'
import { Sign } from '../../components/icon.tsx'
import { Button, ButtonLink, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats, useLanguage, useNaming, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import { MailingPanel } from './mailing-panel.tsx'
import { MessageRows } from './message-rows.tsx'
import styles from './messages.module.css'
import { type Messages, useMessages } from './use-messages.ts'

const countOf = ({ counts }: MessagesLook, states: readonly string[]): number =>
  counts.reduce((sum, { state, count }) => (states.includes(state) ? sum + count : sum), 0)

export const MessagesRoom = () => {
  const { state, revision } = useSnapshot()
  const [kind, setKind] = useState<MessageKind | undefined>(undefined)
  const [stands, setStands] = useState<MessageState | undefined>(undefined)
  const [typed, setTyped] = useState('')
  const directory = useMemo(() => openDirectory(state), [state, revision])
  const cards =
    typed.trim() === ''
      ? undefined
      : findPatrons(state, directory, typed)
          .slice(0, mostCardsAsked)
          .map(({ id }) => id)
  const messages = useMessages({ kind, state: stands, cards })
  const { words, seen, isOnline, isReading } = messages
  const format = useFormats()
  // Drawn once it is known: nothing moves under the hand.
  if (isReading) return <Verdict head={words.title} />
  return (
    <>
      <Head messages={messages} />
      <PageOver messages={messages} />
      <HeldOfTablets messages={messages} />
      <ToTell words={words} />
      <Panel title={words.list} end={seen !== undefined && !isOnline ? words.asOf(format.time(seen.time)) : undefined}>
        <div class={styles.filter}>
          <Field label={words.search} type="search" inputMode="search" value={typed} onInput={setTyped} />
          <SelectField
            label={words.kind}
            none={words.allKinds}
            value={kind}
            choices={messageKinds}
            say={(one) => words.kinds[one]}
            onChoose={setKind}
          />
          <SelectField
            label={words.state}
            none={words.allStates}
            value={stands}
            choices={messageStates}
            say={(one) => words.states[one]}
            onChoose={setStands}
          />
        </div>
        {seen === undefined ? null : seen.look.lines.length === 0 ? (
          <p class="fold">{words.none}</p>
        ) : (
          <MessageRows messages={messages} lines={seen.look.lines} label={words.list} isOfOrder={false} />
        )}
        {seen?.look.isCut === true ? <p class="fold">{words.more}</p> : null}
      </Panel>
      <CheckPanel />
      <div class="actions">
        <ButtonLink href={hrefOf('management', 'reglages', 'courriels')}>{words.settings}</ButtonLink>
        <ButtonLink href={hrefOf('management', 'reglages', 'modeles')}>{words.templates}</ButtonLink>
      </div>
      {/* Read apart and drawn when it is known: last, so that it moves nothing. */}
      <MailingPanel />
    </>
  )
}

/** The sentence. */
const Head = ({ messages: { words, seen, isOnline } }: { readonly messages: Messages }) => {
  const now = useNow()
  const { state } = useSnapshot()
  const format = useFormats()
  // Of a tablet that has not read it yet, its own rows say it.
  if (state.get('settings', 'settings')?.sendsMail !== true)
    return (
      <Verdict sign="warn" head={words.noRelay}>
        {words.noRelaySay}
      </Verdict>
    )
  if (seen === undefined) return <Verdict head={words.title}>{isOnline ? words.unread : words.offline}</Verdict>
  const { look } = seen
  const week = words.week(format.count(countOf(look, ['accepted'])), countOf(look, ['accepted']))
  const toCome = countOf(look, ['waiting', 'leaving']) - (look.late?.count ?? 0)
  const rest = [week, toCome > 0 ? words.scheduled(toCome) : ''].filter(Boolean).join(' ')
  const undelivered = countOf(look, ['refused', 'given-up'])
  if (look.late !== undefined) {
    const minutes = Math.max(1, Math.floor((now.at - look.late.since) / msPerMinute))
    return (
      <Verdict sign="warn" head={words.late(look.late.count, format.duration(minutes))}>
        {words.whyLate(look.late.said)} {rest}
      </Verdict>
    )
  }
  if (undelivered > 0)
    return (
      <Verdict sign="warn" head={words.undelivered(undelivered)}>
        {words.undeliveredSay} {rest}
      </Verdict>
    )
  return (
    <Verdict sign="ok" head={words.allSent}>
      {rest}
    </Verdict>
  )
}

/** PAGE-7: somebody may be guessing codes on the patrons' page, or has used up its mails of the hour. */
const PageOver = ({ messages: { words, seen } }: { readonly messages: Messages }) => {
  const desk = useDesk()
  const now = useNow()
  const format = useFormats()
  const { codesOverUntil, mailsOverUntil } = seen?.look ?? {}
  const said = [
    { until: codesOverUntil, sentence: words.codesOver, next: words.codesOverSay },
    { until: mailsOverUntil, sentence: words.mailsOver, next: words.mailsOverSay },
  ]
  return (
    <>
      {said.map(({ until, sentence, next }) => {
        if (until === undefined || until <= now.at) return null
        const { date, time } = desk.toLocal(until)
        return <Say key={sentence} sign="warn" sentence={sentence} nextStep={next(format.date(date), format.time(time))} />
      })}
    </>
  )
}

/** MSG-16: a tablet that causes so many mails may be in the wrong hands. */
const HeldOfTablets = ({ messages: { words, seen, act } }: { readonly messages: Messages }) => {
  const desk = useDesk()
  const { state } = useSnapshot()
  const format = useFormats()
  return seen?.look.held.map(({ device, waiting, withdrawn, until }) => {
    const letter = state.get('device', device)?.letter ?? '?'
    const { date, time } = desk.toLocal(until)
    return withdrawn > 0 ? (
      <Say
        key={device}
        sign="warn"
        sentence={words.asideWith(withdrawn, letter)}
        nextStep={words.asideWithSay}
        actions={<Button onPress={() => act({ key: device }, sendAfterAll)}>{words.sendAfterAll(withdrawn)}</Button>}
      />
    ) : (
      <Say
        key={device}
        sign="warn"
        sentence={words.tooBusy(waiting, letter)}
        nextStep={words.tooBusySay(format.date(date), format.time(time))}
      />
    )
  })
}

/** Open orders of those whose address refuses: the tablet's own rows say so, never the address. */
const ToTell = ({ words }: { readonly words: Messages['words'] }) => {
  const { state } = useSnapshot()
  const naming = useNaming()
  const refusing = [...state.all('patron')].filter(({ reachable }) => reachable === 'refused')
  if (refusing.length === 0) return null
  return (
    <Panel title={words.refusing(refusing.length)}>
      <p class="fold">{words.refusingSay}</p>
      <Rows label={words.refusing(refusing.length)}>
        {refusing.map(({ id }) => {
          const orders = [...state.all('order')].filter(({ card }) => card === id)
          return (
            <Row
              key={id}
              where={<Sign name="warn" />}
              what={
                <span>
                  <b>{naming.patron(id)}</b>{' '}
                  {orders.map((order) => (
                    <a key={order.id} class="text-link" href={hrefOf('order', order.id)}>
                      {order.number}
                    </a>
                  ))}
                </span>
              }
            />
          )
        })}
      </Rows>
    </Panel>
  )
}

/** What the template of « ready » makes of a whole order. */
const tried = { kind: 'ready', sample: 'whole' } as const

/**
 * « Vérifier l'envoi »: a trial to the manager's own address, what is read of the domain's SPF and DMARC, and what to ask of the town's
 * computer people (MSG-12).
 */
const CheckPanel = () => {
  const desk = useDesk()
  const words = useWords(checkingWords)
  const language = useLanguage()
  const settings = useSettings()
  const { phase, link } = useSnapshot()
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ readonly to: string; readonly check: SenderCheck | undefined } | undefined>(undefined)
  const { passphrase, answer, ask } = useManagerAnswer()
  const to = readMailAddress(typed)
  const isManager = phase.kind === 'signed-in' && phase.librarian.isManager
  if (settings?.sendsMail !== true || !isManager || link.kind !== 'online') return null
  const check = async (): Promise<void> => {
    if (to === undefined) return
    const purpose = { why: words.why, button: words.button }
    const sent = await ask(purpose, () =>
      desk.management.sendTrial({ ...tried, ...templateOf(settings, language, tried.kind), to, language }),
    )
    if (sent !== 'written') return
    const read = await ask(purpose, () => desk.management.checkSender())
    setFound({ to, check: read?.check })
  }
  const said = found === undefined ? [] : [words.trial(found.to)]
  return (
    <Panel title={words.title}>
      <div class={styles.check}>
        <p>{words.say}</p>
        <Field label={words.to} value={typed} autoComplete="email" onInput={setTyped} />
        <Button
          unavailable={to === undefined ? words.addressFirst : answer.kind === 'working' ? words.say : undefined}
          onPress={() => void check()}
        >
          {words.button}
        </Button>
        {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
        {said.map(({ what, next }) => (
          <Say key={what} sign="ok" sentence={what} nextStep={next} />
        ))}
        {found === undefined ? null : found.check === undefined ? (
          <p class="soft">{words.noDomain}</p>
        ) : (
          <Records check={found.check} words={words} />
        )}
      </div>
      <PassphraseWindow asked={passphrase} />
    </Panel>
  )
}

const Records = ({ check: { domain, spf, dmarc }, words }: { readonly check: SenderCheck; readonly words: typeof checkingWords.fr }) => {
  const [ofSpf, ofDmarc] = [words.spf[spf.kind](domain, spf.record), words.dmarc[dmarc.kind](domain)]
  return (
    <>
      <Say sign={spf.kind === 'there' ? 'ok' : 'warn'} sentence={ofSpf.what} nextStep={ofSpf.next} />
      <Say sign={dmarc.kind === 'watching' || dmarc.kind === 'strict' ? 'ok' : 'warn'} sentence={ofDmarc.what} nextStep={ofDmarc.next} />
    </>
  )
}
