/**
 * The first sign-in of somebody: the code that a manager gave, once, and the PIN that they choose (SET-12). Runs in the browser, on line.
 * What is typed goes no further than this tablet: the endpoint gets what is worked out of it.
 */
import { useState } from 'preact/hooks'
import type { Librarian } from '../../../domain/librarian/librarian.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { choosePinWords } from '../../../locale/en/sign-in.ts'
import { Button } from '../../components/button.tsx'
import { Field, Form } from '../../components/field.tsx'
import { Say } from '../../components/say.tsx'
import { announce, useDesk, useSnapshot, useWords } from '../../use-desk.ts'
import { useRefusal } from '../../use-refusal.ts'
import styles from './sign-in.module.css'

export const pinSigns = new RegExp(`^\\d{${textLengths.shortestPin},${textLengths.pin}}$`)

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
