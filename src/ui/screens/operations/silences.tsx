/**
 * What is silent, why and since when, in the same words wherever it is said: the library system (ILS-9) and the mails (MSG-9). Runs in the
 * browser, on line; nothing is drawn while both speak.
 */
import { useEffect, useState } from 'preact/hooks'
import { ilsWords } from '../../../locale/en/ils.ts'
import { sendingWords } from '../../../locale/en/sending.ts'
import type { IlsLinkLook, MessagesLook } from '../../../tablet/desk.ts'
import { ButtonLink, Say } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { useSince } from '../../use-moment.ts'

/** Asked anew each minute. */
const useSilent = () => {
  const { management } = useDesk()
  const isOnline = useSnapshot().link.kind === 'online'
  const sendsMail = useSettings()?.sendsMail === true
  const { time } = useNow()
  const [ils, setIls] = useState<IlsLinkLook['fault']>(undefined)
  const [mails, setMails] = useState<MessagesLook['late']>(undefined)
  useEffect(() => {
    if (!isOnline) return
    void management.lookAtIlsLink().then((read) => setIls(read.kind === 'done' ? read.value.fault : undefined))
    // Nobody's messages: only whether some wait too long.
    if (sendsMail)
      void management.lookAtMessages({ cards: [] }).then((read) => setMails(read.kind === 'done' ? read.value.late : undefined))
  }, [management, isOnline, sendsMail, time])
  return isOnline ? { ils, mails } : { ils: undefined, mails: undefined }
}

export const Silences = () => {
  const words = useWords(ilsWords)
  const letters = useWords(sendingWords)
  const sinceWhen = useSince()
  const { ils, mails } = useSilent()
  return (
    <>
      {ils === undefined ? null : (
        <Say
          sign="warn"
          sentence={words.failsSay(words.faults[ils.kind] ?? words.faults.other, sinceWhen(ils.since))}
          actions={<ButtonLink href={hrefOf('management', 'reglages', 'sigb')}>{words.holds.see}</ButtonLink>}
        />
      )}
      {mails === undefined ? null : (
        <Say
          sign="warn"
          sentence={letters.mailsLate(mails.count, sinceWhen(mails.since))}
          nextStep={letters.whyLate(mails.said)}
          actions={<ButtonLink href={hrefOf('management', 'courriels')}>{letters.seeThem}</ButtonLink>}
        />
      )}
    </>
  )
}
