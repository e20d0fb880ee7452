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

interface Silent {
  readonly ils?: IlsLinkLook['fault']
  readonly mails?: MessagesLook['late']
}

/** Asked anew each minute. */
const useSilent = (): Silent => {
  const { management } = useDesk()
  const { link } = useSnapshot()
  const sendsMail = useSettings()?.sendsMail === true
  const { time } = useNow()
  const [silent, setSilent] = useState<Silent>({})
  const isOnline = link.kind === 'online'
  useEffect(() => {
    if (!isOnline) return setSilent({})
    let isOver = false
    const look = async (): Promise<void> => {
      const ils = await management.lookAtIlsLink()
      // Nobody's messages: only whether some wait too long.
      const messages = sendsMail ? await management.lookAtMessages({ cards: [] }) : undefined
      if (isOver) return
      setSilent({
        ...(ils.kind === 'done' && ils.value.told !== undefined ? { ils: ils.value.fault } : {}),
        ...(messages?.kind === 'done' ? { mails: messages.value.late } : {}),
      })
    }
    void look()
    return () => {
      isOver = true
    }
  }, [management, isOnline, sendsMail, time])
  return silent
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
