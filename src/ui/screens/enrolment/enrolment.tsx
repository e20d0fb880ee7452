/**
 * The first screen of a tablet: type a code, or come by a link. Runs in the browser, before anybody has signed in. When the endpoint no
 * longer knows the tablet the same form comes back, and says first that everything is kept. On iOS the installed app and Safari do not
 * share their storage: there, install first.
 */
import { useState } from 'preact/hooks'
import { textLengths } from '../../../domain/text-lengths.ts'
import { enrolmentWords } from '../../../locale/en/enrolment.ts'
import type { EnrolmentWords } from '../../../locale/fr/enrolment.ts'
import type { EnrolmentLoss } from '../../../tablet/desk.ts'
import { Field, Form } from '../../components/field.tsx'
import { Button, Say, Verdict } from '../../components/parts.tsx'
import { Foot } from '../../shell/foot.tsx'
import { announce, useDesk, useSnapshot, useWords } from '../../use-desk.ts'
import { sayProblem } from '../../use-refusal.ts'
import styles from './enrolment.module.css'

const titleOf = (words: EnrolmentWords, lost: EnrolmentLoss | undefined): string => {
  if (lost === undefined) return words.title
  if (lost === 'storage-erased') return words.erasedTitle
  return lost === 'revoked' ? words.retiredTitle : words.lostTitle
}

type EnrolmentState =
  | { readonly kind: 'install-first' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly what: string; readonly next: string }

/** iPadOS passes for a Mac, but a Mac has no touch screen. */
const isIos = (): boolean =>
  /iPad|iPhone|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1)
const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches

/** The code comes from an enrolment link or QR, `#/enrol/K7QF-2MXD`; empty without one. */
export const Enrolment = ({ code: codeOfLink }: { readonly code: string }) => {
  const desk = useDesk()
  const words = useWords(enrolmentWords)
  const { phase, state: rows, pendingCount, elsewhere, persistence } = useSnapshot()
  const [code, setCode] = useState(codeOfLink)
  const [name, setName] = useState('')
  const [state, setState] = useState<EnrolmentState>(isIos() && !isInstalled() ? { kind: 'install-first' } : { kind: 'ready' })
  /** Why the endpoint serves this tablet no more; undefined when it was never enrolled. */
  const { reason: lost, farewell } = phase.kind === 'enrolment-lost' ? phase : {}
  const refuse = (problem: string): void => setState({ kind: 'refused', ...sayProblem(words.problems, problem) })
  const enrol = async (): Promise<void> => {
    if (state.kind === 'sent') return
    if (code.trim() === '') return refuse('code-empty')
    setState({ kind: 'sent' })
    announce(words.working)
    // It throws once the code was taken, where the disk did not keep what it gave.
    const result = await desk.enrol(code, name.trim()).catch(() => ({ kind: 'refused', problem: 'not-kept' }) as const)
    if (result.kind === 'refused') refuse(result.problem)
  }
  /** Where the tablet still has its base. */
  const libraryName = rows.get('settings', 'settings')?.libraryName ?? ''
  // The endpoint sees another tablet, whatever this browser was before.
  const isNew = lost === undefined || lost === 'storage-erased' || lost === 'revoked'
  return (
    <>
      <Verdict head={titleOf(words, lost)}>{lost === undefined ? words.say : words.lostSay[lost]}</Verdict>
      {farewell === undefined ? null : (
        <ul class={styles.farewell}>
          <li>{words.farewellSent(farewell.sent)}</li>
          {farewell.apart === 0 ? null : <li>{words.farewellApart(farewell.apart)}</li>}
          <li>{words.farewellErased}</li>
        </ul>
      )}
      {isNew ? null : <p class="small soft">{words.lostPending(pendingCount, libraryName)}</p>}
      {elsewhere.map((waiting) => (
        <p class="small soft" key={waiting.library ?? waiting.libraryName}>
          {words.elsewhere(waiting.count, waiting.libraryName)}
        </p>
      ))}
      {state.kind === 'install-first' ? (
        <section class={`panel ${styles.form}`}>
          <h2 class="title">{words.installTitle}</h2>
          <p>{words.installSay}</p>
          <ol class={styles.steps}>
            {words.installSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {code === '' ? null : <p class={styles.code}>{words.installCode(code)}</p>}
          <div class="actions">
            <Button look="quiet" onPress={() => setState({ kind: 'ready' })}>
              {words.installSkip}
            </Button>
          </div>
        </section>
      ) : (
        <Form class={`panel ${styles.form}`} onSubmit={() => void enrol()}>
          <Field label={words.code} hint={words.codeHint} value={code} onInput={setCode} maxLength={textLengths.enrolmentCode} />
          {isNew ? (
            <Field label={words.name} hint={words.nameHint} value={name} onInput={setName} maxLength={textLengths.tabletName} />
          ) : null}
          {state.kind === 'refused' ? <Say sign="stop" sentence={state.what} nextStep={state.next} /> : null}
          {state.kind === 'sent' ? <p>{words.working}</p> : null}
          <div class="finish">
            <Button type="submit" look="primary" walking>
              {words.submit}
            </Button>
          </div>
        </Form>
      )}
      <p class="small soft">{words.persistence[persistence]}</p>
      <Foot />
    </>
  )
}
