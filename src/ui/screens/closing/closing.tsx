/**
 * Clôture: what remains before the day is closed, in one sentence; then, for the manager, the file for the ILS and one more tablet.
 * Runs in the browser. Loading the same batch twice would renew the loans: the screen says so beside the button.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { sumAwaiting } from '../../../domain/item/awaiting-ils.ts'
import type { Order } from '../../../domain/order/order.ts'
import { todayWords } from '../../../locale/en/today.ts'
import { Button, ButtonLink, Panel, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useWords } from '../../use-desk.ts'
import { Silences } from '../operations/silences.tsx'
import { Tablets } from '../tablets/tablets.tsx'
import { NoShowWindow, OrderRows } from '../today/order-rows.tsx'
import styles from './closing.module.css'
import { ExportPanel } from './export-panel.tsx'
import { PassphraseWindow } from './passphrase-window.tsx'
import { type Closing as ClosingDay, useClosing } from './use-closing.ts'

export const Closing = () => {
  const closing = useClosing()
  const { words, remaining, silentLabels, absent } = closing
  const day = useWords(todayWords)
  const awaiting = sumAwaiting(closing.awaiting)
  const isAwaiting = awaiting.loans + awaiting.returns > 0
  const [noShows, setNoShows] = useState<readonly Order[] | undefined>(undefined)
  return (
    <>
      <Verdict
        sign={remaining.length === 0 && !isAwaiting ? 'ok' : 'warn'}
        head={remaining.length > 0 ? words.notYet : isAwaiting ? words.allDecided : words.allSettled}
      >
        {remaining.length > 0 ? words.remains(remaining) : words.allSettledSay}{' '}
        {silentLabels.length === 0 ? null : words.wake(closing.format.list(silentLabels), silentLabels.length)}{' '}
        {isAwaiting ? words.awaitingIls(awaiting.loans, awaiting.returns) : null}
      </Verdict>
      <Silences />
      {remaining.length === 0 ? null : (
        <p class="actions">
          {closing.openCaseCount > 0 ? (
            <ButtonLink href={hrefOf('cases')} icon="case">
              {words.seeCases}
            </ButtonLink>
          ) : null}
          {closing.callCount > 0 ? (
            <ButtonLink href={hrefOf('call')} icon="phone">
              {words.seeCalls}
            </ButtonLink>
          ) : null}
          {closing.pendingCount > 0 ? (
            <ButtonLink href={hrefOf('operations')} icon="operations">
              {words.seeOperations}
            </ButtonLink>
          ) : null}
        </p>
      )}
      {absent.length === 0 ? null : (
        <Panel title={words.absentTitle}>
          <OrderRows orders={absent.map((order) => ({ order, state: 'late' }))} onNoShow={setNoShows} />
          {absent.length === 1 ? null : (
            <div class="panel-foot">
              <Button onPress={() => setNoShows(absent)}>{day.noShowAll(absent.length)}</Button>
            </div>
          )}
        </Panel>
      )}
      {noShows === undefined ? null : <NoShowWindow orders={noShows} onClose={() => setNoShows(undefined)} />}
      {closing.isManager ? <ManagerActs closing={closing} /> : <p class="soft">{words.managerOnly}</p>}
    </>
  )
}

const ManagerActs = ({ closing }: { readonly closing: ClosingDay }) => {
  const { words, answer, passphrase, format } = closing
  const { others, until, words: said } = passphrase
  const answered = useRef<HTMLDivElement>(null)
  // The act may have been pressed two panels below.
  useEffect(() => {
    if (answer.kind === 'refused' || answer.kind === 'done') answered.current?.scrollIntoView({ block: 'center' })
  }, [answer])
  return (
    <>
      <Panel title={words.manager}>
        <div class={styles.body}>
          <p>
            {closing.isOnline
              ? until === undefined
                ? said.openSay
                : said.openUntil(format.time(closing.toLocal(until).time))
              : words.offlineSay}
          </p>
          <fieldset class="actions" aria-label={said.mine}>
            <Button icon="key" label={`${format.lead(said.mine)} ${said.change}`} onPress={() => passphrase.open({ kind: 'change' })}>
              {said.mine}
            </Button>
            <Button look="quiet" onPress={() => passphrase.open({ kind: 'code' })}>
              {said.haveCode}
            </Button>
            {others.map((other) => (
              <Button key={other.id} look="quiet" onPress={() => passphrase.open({ kind: 'give', to: other })}>
                {said.give(other.name)}
              </Button>
            ))}
          </fieldset>
          {answer.kind === 'working' ? <p>{words.working}</p> : null}
          <div ref={answered}>
            {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
            {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
          </div>
        </div>
      </Panel>
      <ExportPanel closing={closing} />
      <PassphraseWindow asked={passphrase} />
      <Tablets />
    </>
  )
}
