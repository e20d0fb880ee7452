/**
 * What a person does with one message (MSG-9): sends it again, withdraws it, or says that the patron was told otherwise; or sends after all
 * what was withdrawn with a tablet (MSG-16). Runs on the endpoint. Sent again it is another mail, under another Message-ID: both are seen.
 */
import { type DeviceId, type LibraryId, toDeviceId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type MessageAct, sendAfterAll } from '../../domain/message/message.ts'
import type { StoredMessage } from '../storage/messages.ts'
import type { Store } from '../storage/store.ts'
import { actsOf, isReachable } from './look-at-messages.ts'
import { partsOfMessageId, saidByUs, takeTurn } from './write-messages.ts'

/** How often one message may be sent by hand. */
const mostCopies = 20

/** undefined: it was sent often enough. */
const nextMessageId = ({ messageId }: StoredMessage): string | undefined => {
  const { common, copy } = partsOfMessageId(messageId)
  return copy < mostCopies ? `${common}-${copy + 1}` : undefined
}

/** Answers whether it was done; false: it is not as it was seen, and nothing changed. */
export const actOnMessage = (
  store: Store,
  libraryId: LibraryId,
  key: string,
  act: MessageAct | typeof sendAfterAll,
  now: Instant,
  device: DeviceId,
): Promise<boolean> =>
  store.transact(libraryId, async (transaction) => {
    if (act === sendAfterAll) {
      await transaction.messages.holdBack(toDeviceId(key), now, true)
      return true
    }
    const [message, settings] = [await transaction.messages.byKey(key), await transaction.row('settings', 'settings')]
    // A code is its owner's to ask for, and a trial is nobody's.
    if (message === undefined || message.kind === 'code' || message.kind === 'guide' || message.card === '' || settings === undefined)
      return false
    const may = actsOf(message, settings, await isReachable(transaction, message.card), now)
    const rest = { ...message, since: now, lease: undefined, leaseUntil: undefined }
    if (act === 'withdraw' && may.mayWithdraw) {
      await transaction.messages.keep({ ...rest, state: 'withdrawn', said: saidByUs.byHand })
      return true
    }
    if (act === 'tell' && may.mayTell) {
      await transaction.messages.keep({ ...rest, state: 'told' })
      return true
    }
    const messageId = nextMessageId(message)
    if (act !== 'resend' || !may.mayResend || messageId === undefined) return false
    // Whoever holds a lost tablet could press here too.
    const turn = await takeTurn(transaction, { card: message.card, notBefore: now }, device, now)
    if (turn === undefined) {
      await transaction.messages.keep({ ...message, said: saidByUs.tooMany })
      return false
    }
    await transaction.messages.keep({ ...rest, ...turn, state: 'waiting', tries: 0, firstTriedAt: undefined, messageId })
    return true
  })
