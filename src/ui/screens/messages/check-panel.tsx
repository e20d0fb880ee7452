/**
 * « Vérifier l'envoi »: a trial to the manager's own address, what is read of the domain's SPF and DMARC, and what to ask of the town's
 * computer people, in sentences (MSG-12). Runs in the browser, on line, for a manager.
 */
import { useState } from 'preact/hooks'
import { readMailAddress } from '../../../domain/message/mail-address.ts'
import type { SenderCheck } from '../../../domain/message/sender-check.ts'
import { checkingWords } from '../../../locale/en/sending.ts'
import { templateOf } from '../../../locale/write-letter.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Panel } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { useDesk, useSettings, useSnapshot } from '../../use-desk.ts'
import { useLanguage, useWords } from '../../use-words.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import styles from './messages.module.css'

/** What the template of « ready » makes of a whole order. */
const tried = { kind: 'ready', sample: 'whole' } as const

export const CheckPanel = () => {
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
