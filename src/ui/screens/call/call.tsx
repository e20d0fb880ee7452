/**
 * « Commande »: an order by telephone, in the time of the call: who, what, when, read back, saved. Runs in the browser.
 * All of it by the keyboard alone, or by touch alone; off line as on line (PHONE-17).
 */
import { useLayoutEffect, useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Say } from '../../components/say.tsx'
import { hrefOf } from '../../routes.ts'
import { PageShut } from '../today/page-shut.tsx'
import styles from './call.module.css'
import { Days } from './days.tsx'
import { Summary } from './summary.tsx'
import { Titles } from './titles.tsx'
import { useCall } from './use-call.ts'
import { useCallScans } from './use-call-scans.ts'
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
