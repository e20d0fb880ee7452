/**
 * Where a manager's passphrase is typed: before an act, to choose one, to change it, to let another manager choose anew (PRIV-5).
 * Runs in the browser. It says what it is for, for how long, and that nothing keeps it.
 */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { textLengths } from '../../../domain/text-lengths.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Field, Form } from '../../components/field.tsx'
import { Button, Row, Rows, Say } from '../../components/parts.tsx'
import closing from './closing.module.css'
import styles from './passphrase.module.css'
import { PassphraseField } from './passphrase-field.tsx'
import type { AskedPassphrase, PassphraseWish } from './use-passphrase.ts'

export const PassphraseWindow = ({ asked }: { readonly asked: AskedPassphrase }) => {
  const { wish, words, name, close } = asked
  if (wish === undefined) return null
  const title = { act: words.title(name), change: words.title(name), code: words.chooseTitle, give: '' }[wish.kind]
  return (
    <Dialog key={wish.kind} title={wish.kind === 'give' ? words.giveTitle(wish.to.name) : title} onClose={() => close()}>
      {wish.kind === 'act' ? (
        <Enter asked={asked} wish={wish} />
      ) : wish.kind === 'give' ? (
        <Give asked={asked} wish={wish} />
      ) : (
        <Choose asked={asked} by={wish.kind} />
      )}
    </Dialog>
  )
}

interface PassphraseFormProps {
  readonly asked: AskedPassphrase
  readonly button: string
  readonly onSend: () => Promise<void>
  readonly children: ComponentChildren
}

/** Sent by Enter too; below the fields what came of it, the gesture, and the way back. */
const PassphraseForm = ({ asked: { words, problem, isChecking, close }, button, onSend, children }: PassphraseFormProps) => (
  <Form
    class={styles.form}
    onSubmit={() => {
      if (!isChecking) void onSend()
    }}
  >
    {children}
    {isChecking ? <p>{words.checking}</p> : null}
    {problem === undefined ? null : <Say sign="stop" sentence={problem.what} nextStep={problem.next} />}
    <Button type="submit" look="primary" block>
      {button}
    </Button>
    <Button look="quiet" block onPress={() => close()}>
      {words.back}
    </Button>
  </Form>
)

const Enter = ({ asked, wish }: { readonly asked: AskedPassphrase; readonly wish: Extract<PassphraseWish, { kind: 'act' }> }) => {
  const { words, others } = asked
  const [typed, setTyped] = useState('')
  return (
    <>
      <PassphraseForm asked={asked} button={wish.purpose.button} onSend={() => asked.enter(typed)}>
        <p>{wish.purpose.why}</p>
        <PassphraseField label={words.label} value={typed} onInput={setTyped} />
        <div class={styles.what}>
          <Rows>
            <Row where={words.tenMinutes} what={<What title={words.askedNoMore} say={words.askedNoMoreSay} />} />
            <Row where={words.never} what={<What title={words.notKept} say={words.notKeptSay} />} />
          </Rows>
        </div>
      </PassphraseForm>
      <p class="soft small">{words.forgotten(others.map(({ name }) => name))}</p>
      <div class="actions">
        <Button look="quiet" icon="key" onPress={() => asked.open({ kind: 'code' })}>
          {words.haveCode}
        </Button>
      </div>
    </>
  )
}

const What = ({ title, say }: { readonly title: string; readonly say: string }) => (
  <>
    <span>
      <b>{title}</b>
    </span>
    <span class="by">{say}</span>
  </>
)

const Choose = ({ asked, by }: { readonly asked: AskedPassphrase; readonly by: 'code' | 'change' }) => {
  const { words } = asked
  const [proof, setProof] = useState('')
  const [typed, setTyped] = useState('')
  return (
    <PassphraseForm
      asked={asked}
      button={words.choose}
      onSend={() => asked.choose(by === 'code' ? { code: proof } : { former: proof }, typed)}
    >
      {by === 'code' ? (
        <Field label={words.code} hint={words.codeHint} value={proof} maxLength={textLengths.enrolmentCode} onInput={setProof} />
      ) : (
        <PassphraseField label={words.former} value={proof} onInput={setProof} />
      )}
      <PassphraseField label={words.fresh} hint={words.freshHint} value={typed} onInput={setTyped} />
    </PassphraseForm>
  )
}

const Give = ({ asked, wish: { to } }: { readonly asked: AskedPassphrase; readonly wish: Extract<PassphraseWish, { kind: 'give' }> }) => {
  const { words, given } = asked
  const [typed, setTyped] = useState('')
  if (given !== undefined)
    return (
      <>
        <p class={closing.big}>{given.code}</p>
        <p>{given.said}</p>
      </>
    )
  return (
    <PassphraseForm asked={asked} button={words.giveCode} onSend={() => asked.give(to, typed)}>
      <p>{words.why.give(to.name)}</p>
      <PassphraseField label={words.label} value={typed} onInput={setTyped} />
    </PassphraseForm>
  )
}
