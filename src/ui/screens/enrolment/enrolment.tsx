/**
 * The first screen of a tablet: type a code, or come by a link. Runs in the browser, before anybody has signed in.
 * When the endpoint no longer knows the tablet the same form comes back, and says first that everything is kept.
 */
import { textLengths } from '../../../domain/text-lengths.ts'
import type { EnrolmentWords } from '../../../locale/fr/enrolment.ts'
import type { EnrolmentLoss } from '../../../tablet/desk.ts'
import { Button } from '../../components/button.tsx'
import { Field, Form } from '../../components/field.tsx'
import { Say } from '../../components/say.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { Foot } from '../../shell/foot.tsx'
import styles from './enrolment.module.css'
import { useEnrolment } from './use-enrolment.ts'

const titleOf = (words: EnrolmentWords, lost: EnrolmentLoss | undefined): string => {
  if (lost === undefined) return words.title
  if (lost === 'storage-erased') return words.erasedTitle
  return lost === 'revoked' ? words.retiredTitle : words.lostTitle
}

export const Enrolment = ({ code: codeOfLink }: { readonly code: string }) => {
  const enrolment = useEnrolment(codeOfLink)
  const { words, state, lost, farewell, code } = enrolment
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
      {isNew ? null : <p class="small soft">{words.lostPending(enrolment.pendingCount, enrolment.library)}</p>}
      {enrolment.elsewhere.map((waiting) => (
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
            <Button look="quiet" onPress={enrolment.skipInstalling}>
              {words.installSkip}
            </Button>
          </div>
        </section>
      ) : (
        <Form class={`panel ${styles.form}`} onSubmit={() => void enrolment.enrol()}>
          <Field label={words.code} hint={words.codeHint} value={code} onInput={enrolment.setCode} maxLength={textLengths.enrolmentCode} />
          {isNew ? (
            <Field
              label={words.name}
              hint={words.nameHint}
              value={enrolment.name}
              onInput={enrolment.setName}
              maxLength={textLengths.tabletName}
            />
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
      <p class="small soft">{words.persistence[enrolment.persistence]}</p>
      <Foot />
    </>
  )
}
