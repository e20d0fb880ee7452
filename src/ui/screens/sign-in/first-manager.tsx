/**
 * A library that has nobody yet: whoever holds its first tablet becomes its first manager, with a PIN and a passphrase of their own (SET-17).
 * Runs in the browser, on line. The five questions follow once they have signed in. Beside it, the first sign-in of somebody of a team.
 */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Librarian } from '../../../domain/librarian/librarian.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { choosePinWords, firstManagerWords } from '../../../locale/en/sign-in.ts'
import { Field, Form } from '../../components/field.tsx'
import { Button, Say, Verdict } from '../../components/parts.tsx'
import { announce, useDesk, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { useRefusal } from '../../use-refusal.ts'
import { PassphraseField } from '../closing/passphrase-field.tsx'
import styles from './sign-in.module.css'

/** `children`: what ends the screen; it comes with the form, which would push it down. */
export const FirstManager = ({ children }: { readonly children: ComponentChildren }) => {
  const desk = useDesk()
  const words = useWords(firstManagerWords)
  const { link } = useSnapshot()
  const { libraryName = '' } = useSettings() ?? {}
  const [name, setName] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const { problem, isWorking, refuse, ask } = useRefusal(words.problems)
  const found = async (): Promise<void> => {
    if (isWorking) return
    if (name.trim() === '') return refuse('name')
    if (!pinSigns.test(pin)) return refuse('pin')
    if (pin !== again) return refuse('again')
    if (passphrase === '') return refuse('passphrase-too-short')
    const isFounded = await ask(() => desk.management.foundTeam(name, pin, passphrase))
    // Theirs, or somebody else's: the row comes with the next exchange, and with it the names to touch.
    desk.tryNow()
    if (isFounded === true) announce(words.done)
  }
  return (
    <>
      <Verdict head={words.title(libraryName)}>{words.say}</Verdict>
      <Form class={styles.first} onSubmit={() => void found()}>
        {link.kind === 'online' ? null : <Say sign="warn" sentence={words.offline} />}
        <Field label={words.name} value={name} maxLength={textLengths.name} onInput={setName} />
        <Field
          label={words.pin}
          hint={words.pinHint}
          type="password"
          inputMode="numeric"
          value={pin}
          maxLength={textLengths.pin}
          onInput={setPin}
        />
        <Field label={words.again} type="password" inputMode="numeric" value={again} maxLength={textLengths.pin} onInput={setAgain} />
        <PassphraseField label={words.passphrase} hint={words.passphraseHint} value={passphrase} onInput={setPassphrase} />
        {problem === undefined ? null : <Say sign="stop" sentence={problem.what} nextStep={problem.next} />}
        <Button look="primary" block type="submit" unavailable={isWorking ? words.working : undefined}>
          {words.begin}
        </Button>
      </Form>
      {children}
    </>
  )
}

/**
 * The first sign-in of somebody: the code that a manager gave, once, and the PIN that they choose (SET-12). What is typed goes no further
 * than this tablet: the endpoint gets what is worked out of it.
 */
const pinSigns = new RegExp(`^\\d{${textLengths.shortestPin},${textLengths.pin}}$`)

export const ChoosePin = ({ librarian: { id } }: { readonly librarian: Librarian }) => {
  const desk = useDesk()
  const words = useWords(choosePinWords)
  const { link } = useSnapshot()
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const { problem, isWorking, refuse, ask } = useRefusal(words.problems)
  const choose = async (): Promise<void> => {
    if (isWorking) return
    if (code.trim() === '') return refuse('code')
    if (!pinSigns.test(pin)) return refuse('pin')
    if (pin !== again) return refuse('again')
    if ((await ask(() => desk.management.choosePin(id, code, pin))) === undefined) return
    // The row comes with the next exchange, and with it the pad that takes the PIN.
    announce(words.chosen)
    desk.tryNow()
  }
  return (
    <Form class={styles.first} onSubmit={() => void choose()}>
      <p>{words.say}</p>
      {link.kind === 'online' ? null : <Say sign="warn" sentence={words.offline} />}
      <Field label={words.code} value={code} maxLength={textLengths.enrolmentCode} onInput={setCode} />
      <Field label={words.pin} type="password" inputMode="numeric" value={pin} maxLength={textLengths.pin} onInput={setPin} />
      <Field label={words.again} type="password" inputMode="numeric" value={again} maxLength={textLengths.pin} onInput={setAgain} />
      {problem === undefined ? null : <Say sign="stop" sentence={problem.what} nextStep={problem.next} />}
      <Button look="primary" block type="submit" unavailable={isWorking ? words.working : undefined}>
        {words.choose}
      </Button>
    </Form>
  )
}
