/**
 * What became of the messages, read from the endpoint and read again when something changed, and what a person does with one (MSG-9). Runs in
 * the browser, on line; off line the last reading stays, with its hour.
 */
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { LocalTime } from '../../../domain/local-date.ts'
import type { MessageAct, sendAfterAll } from '../../../domain/message/message.ts'
import { sendingWords } from '../../../locale/en/sending.ts'
import type { MessageFilter, MessagesLook } from '../../../tablet/desk.ts'
import { announce, useDesk, useSnapshot, useWords } from '../../use-desk.ts'

export const useMessages = (filter: MessageFilter) => {
  const desk = useDesk()
  const words = useWords(sendingWords)
  const { revision, link } = useSnapshot()
  const [seen, setSeen] = useState<{ readonly look: MessagesLook; readonly time: LocalTime } | undefined>(undefined)
  const [hasFailed, setFailed] = useState(false)
  const isOnline = link.kind === 'online'
  const asked = JSON.stringify(filter)
  const look = useCallback(async (): Promise<void> => {
    // Written above.
    const read = await desk.management.lookAtMessages(JSON.parse(asked) as MessageFilter)
    setFailed(read.kind !== 'done')
    if (read.kind === 'done') setSeen({ look: read.value, time: desk.now().time })
  }, [desk, asked])
  useEffect(() => {
    if (isOnline) void look()
  }, [look, revision, isOnline])
  const act = async ({ key }: { readonly key: string }, what: MessageAct | typeof sendAfterAll): Promise<void> => {
    const done = await desk.management.actOnMessage(key, what)
    announce(done.kind === 'refused' ? words.failed : done.value ? words.done[what] : words.elsewise)
    await look()
  }
  return { seen, isOnline, isReading: seen === undefined && isOnline && !hasFailed, words, look, act }
}

export type Messages = ReturnType<typeof useMessages>
