/**
 * The mailing of the guide in a manager's hands: colleagues first, then everybody, with how far it is, paused and stopped (MSG-13). Runs in the
 * browser, on line, for a manager; what is shown is read from the endpoint again and again while it is sent.
 */
import { useCallback, useEffect, useState } from 'preact/hooks'
import { type MailingAct, type MailingLook, mailingFrom, mostColleagues } from '../../../domain/message/mailing.ts'
import { readMailAddress } from '../../../domain/message/message.ts'
import { messageSetting } from '../../../domain/message/message-times.ts'
import { mailingWords } from '../../../locale/en/sending.ts'
import { Field } from '../../components/field.tsx'
import { Button, Panel, Say } from '../../components/parts.tsx'
import { useDesk, useFormats, useLanguage, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import styles from './messages.module.css'

/** Milliseconds between two readings while it is sent. */
const rereadMs = 15_000

const useMailing = () => {
  const desk = useDesk()
  const { phase, link } = useSnapshot()
  const [look, setLook] = useState<MailingLook | undefined>(undefined)
  const isShown = phase.kind === 'signed-in' && phase.librarian.isManager && link.kind === 'online'
  const read = useCallback(async (): Promise<void> => {
    const answered = await desk.management.lookAtMailing()
    if (answered.kind === 'done') setLook(answered.value)
  }, [desk])
  useEffect(() => {
    if (!isShown) return
    void read()
    const timer = setInterval(() => void read(), rereadMs)
    return () => clearInterval(timer)
  }, [isShown, read])
  return { look: isShown ? look : undefined, read }
}

export const MailingPanel = () => {
  const desk = useDesk()
  const words = useWords(mailingWords)
  const language = useLanguage()
  const format = useFormats()
  const settings = useSettings()
  const { look, read } = useMailing()
  const [typed, setTyped] = useState('')
  const { passphrase, answer, ask, say } = useManagerAnswer()
  const [end, setEnd] = useState<{ readonly what: string; readonly next: string } | undefined>(undefined)
  if (settings?.sendsMail !== true || look === undefined) return null
  const perHour = messageSetting(settings, 'mailsPerHour')
  const to = typed.split(/[\s,;]+/).filter(Boolean)
  const areAddresses = to.length > 0 && to.length <= mostColleagues && to.every((one) => readMailAddress(one) !== undefined)
  const act = async (wanted: MailingAct): Promise<void> => {
    const asked = { act: wanted, to: wanted === 'try' ? to : [], language }
    const done = await ask({ why: words.why, button: words.acts[wanted] }, () => desk.management.actOnMailing(asked))
    if (done === undefined) return
    setEnd(done === 'done' ? undefined : words.ends[done])
    if (done === 'done') say(words.ends.done.what)
    await read()
  }
  const isOpen = settings.publicPage?.isOn === true
  const may = (wanted: MailingAct): boolean => mailingFrom[wanted].includes(look.state)
  const wait = answer.kind === 'working' ? words.working : undefined
  return (
    <Panel title={words.title}>
      <div class={styles.check}>
        <p>{words.say(format.count(look.addresses), perHour)}</p>
        {look.shared === 0 ? null : <p class="soft">{words.shared(look.shared, format.count(look.shared))}</p>}
        {look.opposed === 0 ? null : <p class="soft">{words.opposed(look.opposed, format.count(look.opposed))}</p>}
        <Progress look={look} perHour={perHour} words={words} />
        {!isOpen ? (
          <p>{words.noPage}</p>
        ) : (
          <>
            {may('try') ? (
              <>
                <Field label={words.to} value={typed} hint={words.toHint} autoComplete="off" onInput={setTyped} />
                <Button unavailable={areAddresses ? wait : words.addressFirst} onPress={() => void act('try')}>
                  {words.acts.try}
                </Button>
              </>
            ) : null}
            {(['start', 'resume', 'pause', 'stop'] as const).filter(may).map((wanted) => (
              <Button key={wanted} unavailable={wait} onPress={() => void act(wanted)}>
                {words.acts[wanted]}
              </Button>
            ))}
          </>
        )}
        {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
        {end === undefined ? null : <Say sign="stop" sentence={end.what} nextStep={end.next} />}
      </div>
      <PassphraseWindow asked={passphrase} />
    </Panel>
  )
}

/** Where it stands, and how far. */
const Progress = ({
  look,
  perHour,
  words,
}: {
  readonly look: MailingLook
  readonly perHour: number
  readonly words: typeof mailingWords.fr
}) => {
  const format = useFormats()
  const { state, waiting, gone, accepted, refused } = look
  const [all, done] = [waiting + gone + accepted + refused, gone + accepted + refused]
  return (
    <>
      <p>
        <b>{words.head[state]}</b>
      </p>
      {all === 0 ? null : (
        <>
          <p>{words.progress(format.count(done), format.count(all))}</p>
          <div
            class="progress"
            role="progressbar"
            aria-label={words.title}
            aria-valuemin={0}
            aria-valuemax={all}
            aria-valuenow={done}
            aria-valuetext={words.progress(format.count(done), format.count(all))}
          >
            <i style={{ width: `${(100 * done) / all}%` }} />
          </div>
          {state === 'running' && waiting > 0 ? <p class="soft">{words.hours(Math.ceil(waiting / perHour))}</p> : null}
          {refused === 0 ? null : <p class="soft">{words.refused(refused, format.count(refused))}</p>}
        </>
      )}
    </>
  )
}
