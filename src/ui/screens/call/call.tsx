/**
 * « Commande »: an order by telephone, in the time of the call: who, what, when, read back, saved. Runs in the browser.
 * All of it by the keyboard alone, or by touch alone; off line as on line (PHONE-17).
 */
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { callInHand, hasRecord } from '../../../domain/call/place-call.ts'
import { toRecordId } from '../../../domain/ids.ts'
import { announce } from '../../announcer.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Say } from '../../components/say.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { PageShut } from '../today/page-shut.tsx'
import styles from './call.module.css'
import { Days } from './days.tsx'
import { Summary } from './summary.tsx'
import { Titles } from './titles.tsx'
import { type CallView, useCall } from './use-call.ts'
import { useSteps } from './use-steps.ts'
import { askTitle, useTitleAsked } from './use-title-search.ts'
import { Who } from './who.tsx'

export const OrderByPhone = () => {
  const view = useCall()
  const steps = useSteps()
  const asked = useTitleAsked()
  const [areDaysShown, showDays] = useState(false)
  const { words, call, saved, hasFailed } = view

  // A call that is taken up goes on with its titles; none begins with who calls. With the fields, not after them: what is typed at once stays.
  useLayoutEffect(() => {
    showDays(false)
    askTitle(asked, '')
    steps.go(call === undefined ? 'who' : 'what')
  }, [call?.orderId])

  const refused = useCallScans(view)

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape steps back from wherever the focus is in the call.
    <div class={styles.frame} onKeyDown={steps.back}>
      <h1 class="sr" tabIndex={-1}>
        {words.title}
      </h1>
      <PageShut />
      {hasFailed ? <Say sign="stop" sentence={words.notBegun} /> : null}
      {refused === undefined ? null : <Say sign="stop" sentence={refused} />}
      {view.meanwhile === undefined ? null : <Say sign="warn" sentence={view.meanwhile} />}
      {saved === undefined ? null : (
        <Say
          sign="ok"
          sentence={
            saved.undo === undefined
              ? words.saved(saved.number, saved.when)
              : saved.isUndone === true
                ? words.undone(saved.number)
                : words.changed(saved.number)
          }
          {...(saved.undo === undefined ? { nextStep: saved.next } : {})}
          actions={
            <>
              <ButtonLink href={hrefOf('order', saved.orderId)}>{words.seeOrder(saved.number)}</ButtonLink>
              {saved.undo === undefined ? (
                <Button icon="print" onPress={() => void view.printSlip(saved)}>
                  {words.slip}
                </Button>
              ) : saved.isUndone === true ? null : (
                <Button
                  icon="undo"
                  onPress={() => {
                    void view.undo(saved)
                    steps.go('who')
                  }}
                >
                  {words.undo}
                </Button>
              )}
            </>
          }
        />
      )}
      <div class={call === undefined ? styles.call : `${styles.call} ${styles.both}`}>
        <div class={styles.left}>
          <Who key={call?.orderId} view={view} steps={steps} />
          {call === undefined ? null : areDaysShown ? (
            <Days view={view} steps={steps} />
          ) : (
            <Titles view={view} steps={steps} asked={asked} />
          )}
        </div>
        {call === undefined ? null : (
          <Summary key={call.orderId} view={view} steps={steps} call={call} asked={asked} areDaysShown={areDaysShown} showDays={showDays} />
        )}
      </div>
    </div>
  )
}

/**
 * A card says whose call it is, a document or a publisher's code adds its title; each is answered to the eye, the ear and the hand. Answers
 * why the last scan came to nothing.
 */
const useCallScans = ({ words, call, begin, toggle }: CallView): string | undefined => {
  const desk = useDesk()
  const [refused, setRefused] = useState<string | undefined>(undefined)
  useEffect(() => setRefused(undefined), [call?.orderId, call?.lines.length])

  const answer = (how: ScanAnswer, sentence?: string): void => {
    answerScan(how)
    setRefused(sentence)
    if (sentence !== undefined) announce(sentence)
  }

  useScan(async (scan) => {
    const { calls, state } = desk.snapshot
    const inHand = callInHand(calls)
    const order = scan.kind === 'order' ? [...state.all('order')].find(({ number }) => number === scan.number) : undefined
    const card = scan.kind === 'card' ? scan.card : order?.card
    if (card !== undefined) {
      if (inHand !== undefined && inHand.lines.length > 0 && inHand.card !== card) return answer('refused', words.otherCard)
      answer(inHand?.card === card ? 'already-scanned' : 'accepted')
      if (inHand === undefined || inHand.lines.length === 0) await begin(card, '')
      return
    }
    const wanted = scan.kind === 'item' ? scan.barcode : scan.kind === 'isbn' ? scan.text : undefined
    if (wanted === undefined) return answer('unknown', words.notForCalls)
    if (inHand === undefined) return answer('refused', words.personFirst)
    const found = await desk.searchCatalogue(wanted).catch(() => undefined)
    const record = found?.records[0]
    if (record === undefined) return answer('unknown', words.nothing)
    if (hasRecord(inHand, toRecordId(record.id))) return answer('already-scanned')
    answer('accepted')
    toggle(record)
  })
  return refused
}
