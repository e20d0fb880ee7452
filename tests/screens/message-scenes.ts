/**
 * The scenes of the messages to patrons: some wait, some did not arrive, an address refuses; all is sent; no relay; off line. For tests of
 * screens.
 */

import { toDeviceId } from '../../src/domain/ids.ts'
import type { MessageLine, MessagesLook } from '../../src/tablet/desk.ts'
import { anInstant } from '../builders/a-moment.ts'
import { desk, lucie, paul } from './desk-scenes.ts'
import { settings } from './stage-rows.ts'
import type { StagedDesk } from './staged-desk.ts'
import { aMessageLine, waits } from './staged-messages.ts'

const line = (key: string, changes: Partial<MessageLine>) => aMessageLine(key, { card: lucie.id, ...changes })

const lines: readonly MessageLine[] = [
  line('1', { ...waits, kind: 'ready', said: 'ECONNREFUSED', notBefore: anInstant('2026-11-24 15:05') }),
  line('2', { ...waits, kind: 'reminder', notBefore: anInstant('2026-11-25 17:00') }),
  line('3', {}),
  line('4', { kind: 'moved', state: 'refused', card: paul.id, orderId: undefined, said: '550 5.1.1 no such user', mayTell: true }),
  line('5', { kind: 'receipt', state: 'withdrawn', orderId: undefined, said: 'overtaken', mayResend: false }),
]

export const someMessages: MessagesLook = {
  sends: true,
  counts: [
    { kind: 'received', state: 'accepted', count: 214 },
    { kind: 'ready', state: 'waiting', count: 3 },
    { kind: 'reminder', state: 'waiting', count: 12 },
  ],
  late: undefined,
  isOpposed: false,
  codesOverUntil: undefined,
  mailsOverUntil: undefined,
  held: [],
  lines: lines.slice(1, 3),
  isCut: false,
}

export const messageSceneByName = {
  messages: () =>
    desk(
      {
        messages: {
          ...someMessages,
          counts: [...someMessages.counts, { kind: 'moved', state: 'refused', count: 1 }],
          late: { count: 3, since: anInstant('2026-11-24 14:50'), said: 'ECONNREFUSED' },
          codesOverUntil: anInstant('2026-11-25 14:05'),
          mailsOverUntil: anInstant('2026-11-24 15:20'),
          held: [
            { device: toDeviceId('tablet-a'), waiting: 180, withdrawn: 0, until: anInstant('2026-11-24 16:35') },
            { device: toDeviceId('tablet-b'), waiting: 0, withdrawn: 12, until: anInstant('2026-11-25 17:00') },
          ],
          lines,
          isCut: true,
        },
      },
      [{ ...paul, reachable: 'refused' }],
    ),
  'messages-sent': () =>
    desk(
      {
        messages: someMessages,
        mailing: { state: 'none', addresses: 2812, shared: 340, opposed: 4, waiting: 0, gone: 0, accepted: 0, refused: 0 },
      },
      [{ ...settings, publicPage: { isOn: true, telephone: '05 36 49 12 07' } }],
    ),
  'messages-none': () => desk({ messages: { ...someMessages, sends: false, counts: [], lines: [] } }, [{ ...settings, sendsMail: false }]),
  'messages-offline': () => desk({ snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } }),
} satisfies Readonly<Record<string, () => StagedDesk>>
