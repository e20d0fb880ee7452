/**
 * What Réglages' front page says of the library system: whether the link holds and since when its word is, and the last exchange. Runs in the
 * browser, read on line; off line, and until it is read, the sentence says where it stands instead.
 */
import { useEffect, useState } from 'preact/hooks'
import type { IlsLinkLook } from '../../../tablet/desk.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'
import type { SettingsWords } from './read-figures.ts'
import { useMoment } from './use-ils-link.ts'

interface IlsSaid {
  readonly template: string
  readonly figure: (name: string) => string
  /** Below it: the last exchange. */
  readonly now: string | undefined
}

export const useIlsSaid = (words: SettingsWords): IlsSaid => {
  const { management } = useDesk()
  const { link } = useSnapshot()
  const moment = useMoment()
  const [look, setLook] = useState<IlsLinkLook | undefined>(undefined)
  const isOnline = link.kind === 'online'
  useEffect(() => {
    if (!isOnline) return setLook(undefined)
    void management.lookAtIlsLink().then((answered) => setLook(answered.kind === 'done' ? answered.value : undefined))
  }, [isOnline])
  const say = (template: string, figures: Readonly<Record<string, string>> = {}, now?: string): IlsSaid => ({
    template,
    figure: (name) => figures[name] ?? '',
    now,
  })
  const at = (instant: Parameters<typeof moment>[0], write = words.at): string => {
    const { day, time } = moment(instant)
    return write(day, time)
  }
  if (look === undefined) return say(words.ilsSay)
  if (look.from === 'locked') return say(words.ilsLocked)
  const { told, answeredAt, fault, dropped = [], patronsAsOf } = look
  if (told !== undefined && fault !== undefined) return say(words.ilsFails, { since: at(fault.since, words.since) })
  const lastFile = Math.max(...dropped.map((file) => file.at))
  const [last] = dropped.filter((file) => file.at === lastFile)
  const wired = answeredAt === undefined ? words.now.unasked : words.now.exchanged(at(answeredAt), told?.refused ?? 0, told?.waiting ?? 0)
  const now = told === undefined ? last && words.now.dropped(at(last.at)) : wired
  const how = told === undefined ? words.byFiles : (look.name ?? '')
  if (patronsAsOf === undefined) return say(words.ilsUnheard, { how }, now)
  return say(words.ilsLinked, { how, asOf: at(patronsAsOf) }, now)
}
