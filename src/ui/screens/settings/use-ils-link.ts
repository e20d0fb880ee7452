/**
 * How the ILS is reached, read on line, and what a manager does about it: try, link, link no more (ILS-10). Runs in the browser.
 * What is typed lives in this hook until it is sent, and is then forgotten.
 */
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { LocalTime } from '../../../domain/local-date.ts'
import { fieldsOfKind, type IlsAccess, type IlsAccessField, type IlsKind, passMinutes } from '../../../domain/settings/ils-access.ts'
import { ilsLinkWords } from '../../../locale/en/ils-link.ts'
import type { IlsLinkLook, IlsTrial } from '../../../tablet/desk.ts'
import { useDesk, useFormats, useNow, useWords } from '../../use-desk.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'

export interface Said {
  readonly what: string
  readonly next?: string
}

export interface AccessDraft {
  readonly kind: IlsKind
  readonly fields: IlsAccess
  readonly minutes: string
}

export const useIlsLink = () => {
  const desk = useDesk()
  const words = useWords(ilsLinkWords)
  const format = useFormats()
  const { ask, say, ...manager } = useManagerAnswer()
  const { isOnline } = manager
  const [look, setLook] = useState<IlsLinkLook | undefined>(undefined)
  const [isReading, setIsReading] = useState(isOnline)
  const [draft, setDraft] = useState<AccessDraft | undefined>(undefined)
  const now = useNow()
  const [trial, setTrial] = useState<(IlsTrial & { readonly card: string; readonly at: LocalTime }) | undefined>(undefined)
  const [fault, setFault] = useState<Said | undefined>(undefined)

  const read = useCallback(async (): Promise<void> => {
    const answered = await desk.management.lookAtIlsLink()
    if (answered.kind === 'done') setLook(answered.value)
    setIsReading(false)
  }, [desk])
  useEffect(() => {
    if (isOnline) void read()
    else setIsReading(false)
  }, [read, isOnline])

  const sayFault = (kind: string): string => words.faults[kind] ?? words.faults.other
  const minutes = Number(draft?.minutes)
  const isWhole = Number.isInteger(minutes) && minutes >= passMinutes.from && minutes <= passMinutes.to
  const send = async (): Promise<void> => {
    if (draft === undefined) return
    const { kind } = draft
    setFault(undefined)
    if (!isWhole) return setFault(words.missing(words.minutes))
    const fields = Object.fromEntries(fieldsOfKind[kind].map((field) => [field, draft.fields[field] ?? '']))
    const ended = await ask({ why: words.linkWhy, button: words.link }, () =>
      desk.management.changeIlsAccess({ kind, fields, everyMinutes: minutes }),
    )
    if (ended === undefined) return
    if (ended.end === 'no-answer') return setFault(words.noAnswer(sayFault(ended.fault)))
    if (ended.end !== 'kept') {
      const labels = fieldsOfKind[kind].filter((field) => ended.fields.includes(field)).map((field) => words.fields[field])
      return setFault(words.missing(format.list(labels)))
    }
    setDraft(undefined)
    setTrial(undefined)
    await read()
    say(words.linked)
  }

  return {
    ...manager,
    words,
    look,
    isReading,
    sayFault,
    trial,
    tryIt: async (card: string) => {
      setTrial(undefined)
      const tried = await ask({ why: words.trialSay, button: words.tryIt }, () => desk.management.tryIls(card.trim() || undefined))
      if (tried !== undefined) setTrial({ ...tried, card: card.trim(), at: now.time })
    },
    draft,
    fault,
    begin: () => {
      setFault(undefined)
      setDraft({
        kind: look?.kind ?? 'sip2',
        fields: look?.fields ?? {},
        minutes: String(look?.everyMinutes ?? passMinutes.usual),
      })
    },
    change: (changes: Partial<AccessDraft>) => setDraft((before) => before && { ...before, ...changes }),
    type: (field: IlsAccessField, text: string) =>
      setDraft((before) => before && { ...before, fields: { ...before.fields, [field]: text } }),
    keep: () => {
      setDraft(undefined)
      setFault(undefined)
    },
    send,
    unlink: async () => {
      const ended = await ask({ why: words.unlinkWhy, button: words.unlink }, () => desk.management.changeIlsAccess(undefined))
      if (ended?.end !== 'ended') return
      setDraft(undefined)
      setTrial(undefined)
      await read()
      say(words.unlinked)
    },
  }
}

export type IlsLink = ReturnType<typeof useIlsLink>
