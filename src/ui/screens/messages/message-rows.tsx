/**
 * Messages, a line each: of which kind, for whom, what became of it, and what can be done (MSG-9). Runs in the browser. On the screen of the
 * messages, and on an order's sheet.
 */
import { messageKinds, messageStates } from '../../../domain/message/message.ts'
import type { MessageLine } from '../../../tablet/desk.ts'
import type { SignName } from '../../components/icon.tsx'
import { Button, Chip, EachRow, Row } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats, useNaming, useNow, useSnapshot } from '../../use-desk.ts'
import styles from './messages.module.css'
import type { Messages } from './use-messages.ts'

type Tone = 'ok' | 'warn' | 'stop'
const toneByState: Readonly<Record<string, Tone | undefined>> = { accepted: 'ok', told: 'ok', refused: 'stop', 'given-up': 'stop' }
const signByTone: Readonly<Record<Tone, SignName>> = { ok: 'ok', warn: 'warn', stop: 'stop' }

interface MessageRowsProps {
  readonly messages: Messages
  readonly lines: readonly MessageLine[]
  readonly label: string
  /** On its sheet: whose it is, is said above. */
  readonly isOfOrder: boolean
}

export const MessageRows = ({ messages, lines, label, isOfOrder }: MessageRowsProps) => {
  const { words, isOnline, act } = messages
  const desk = useDesk()
  const now = useNow()
  const format = useFormats()
  const naming = useNaming()
  const { state } = useSnapshot()
  return (
    <div class={styles.lines}>
      <EachRow label={label} of={lines} by={({ card }) => card}>
        {(line) => {
          // A later endpoint may have more of them.
          const kind = messageKinds.find((known) => known === line.kind)
          const stands = messageStates.find((known) => known === line.state)
          const tone = toneByState[line.state]
          const order = line.orderId === undefined ? undefined : state.get('order', line.orderId)
          const what = kind === undefined ? line.kind : words.kinds[kind]
          const who = state.get('patron', line.card) === undefined ? '' : naming.patron(line.card)
          const name = [what, isOfOrder ? '' : (order?.number ?? who)].filter(Boolean).join(' ')
          const moment = desk.toLocal(line.state === 'waiting' ? line.notBefore : line.since)
          const isToday = moment.date === now.date
          const why = line.state === 'accepted' ? '' : words.why(line.said)
          const isToCome = line.state === 'waiting' && line.said === ''
          return (
            <Row
              key={line.key}
              where={
                <>
                  {isToday ? null : <small class="soft small">{format.dayOfWeek(moment.date)}</small>}
                  <span>{format.time(moment.time)}</span>
                </>
              }
              what={
                <span>
                  <b>{what}</b>
                  {isOfOrder || order === undefined ? null : (
                    <>
                      {' '}
                      <a class="text-link" href={hrefOf('order', order.id)}>
                        {order.number}
                      </a>
                    </>
                  )}
                  {isOfOrder ? '' : ` ${who}`}
                </span>
              }
              by={
                <>
                  {stands === undefined ? null : tone === undefined ? (
                    <span>{isToCome ? words.toCome : words.states[stands]}</span>
                  ) : (
                    <Chip sign={signByTone[tone]} tone={tone} words={words.states[stands]} />
                  )}
                  {why === '' ? '' : ` · ${why}`}
                </>
              }
            >
              {isOnline && (line.mayResend || line.mayTell || line.mayWithdraw) ? (
                <span class={styles.acts}>
                  {line.mayResend ? (
                    <Button label={words.resendNamed(name)} onPress={() => void act(line, 'resend')}>
                      {words.resend}
                    </Button>
                  ) : null}
                  {line.mayTell ? (
                    <Button look="quiet" label={words.tellNamed(name)} onPress={() => void act(line, 'tell')}>
                      {words.tell}
                    </Button>
                  ) : null}
                  {line.mayWithdraw ? (
                    <Button look="quiet" label={words.withdrawNamed(name)} onPress={() => void act(line, 'withdraw')}>
                      {words.withdraw}
                    </Button>
                  ) : null}
                </span>
              ) : null}
            </Row>
          )
        }}
      </EachRow>
    </div>
  )
}
