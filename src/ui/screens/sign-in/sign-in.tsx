/**
 * Big names, then a pad of digits. Runs in the browser. The pad is buttons for the thumb; the keyboard's digits, Backspace, Enter and
 * Escape do the same wherever the focus is on this screen.
 */
import { useLayoutEffect, useRef } from 'preact/hooks'
import { textLengths } from '../../../domain/text-lengths.ts'
import { Button } from '../../components/button.tsx'
import { Say } from '../../components/say.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { later } from '../../later.tsx'
import { Foot } from '../../shell/foot.tsx'
import styles from './sign-in.module.css'
import { useSignIn } from './use-sign-in.ts'

const FirstManager = later(() => import('./first-manager.tsx').then((module) => module.FirstManager))
const ChoosePin = later(() => import('./choose-pin.tsx').then((module) => module.ChoosePin))

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

export const SignIn = () => {
  const signIn = useSignIn()
  const { words, state } = signIn
  const pad = useRef<HTMLFieldSetElement>(null)
  const chosen = state.kind === 'choosing' ? undefined : state.librarian.id
  // As the row is now: it comes with the PIN that was just chosen.
  const isFirst = signIn.librarians.some(({ id, ownPin }) => id === chosen && ownPin === 'awaited')
  const isTyping = state.kind !== 'choosing' && !isFirst

  useLayoutEffect(() => {
    if (isTyping) pad.current?.querySelector('button')?.focus()
  }, [isTyping])

  // Before the paint: a digit typed at once after the name is not lost.
  const latest = useRef(signIn)
  latest.current = signIn
  useLayoutEffect(() => {
    if (!isTyping) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      if (/^\d$/.test(event.key)) latest.current.type(event.key)
      else if (event.key === 'Backspace') latest.current.erase()
      else if (event.key === 'Escape') latest.current.changeLibrarian()
      // Before any digit, Enter presses the button that has the focus.
      else if (event.key === 'Enter' && latest.current.digits > 0) void latest.current.enter()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [isTyping])

  if (state.kind === 'choosing') {
    const end = (
      <>
        <p class="small soft">{words.persistence[signIn.persistence]}</p>
        <Foot />
      </>
    )
    if (signIn.librarians.length === 0) return <FirstManager>{end}</FirstManager>
    return (
      <>
        <Verdict head={words.title}>{words.say}</Verdict>
        <ul class={styles.names} aria-label={words.librarians}>
          {signIn.librarians.map((librarian) => (
            <li key={librarian.id}>
              <button type="button" class={`btn walking block ${styles.name}`} onClick={() => signIn.choose(librarian)}>
                <span>{librarian.name}</span>
                {librarian.isManager ? <small class="soft">{words.manager}</small> : null}
              </button>
            </li>
          ))}
        </ul>
        {end}
      </>
    )
  }
  if (isFirst)
    return (
      <>
        <Verdict head={state.librarian.name} />
        <ChoosePin librarian={state.librarian} />
        <Button look="quiet" icon="undo" onPress={signIn.changeLibrarian}>
          {words.change}
        </Button>
      </>
    )
  return (
    <>
      <Verdict head={state.librarian.name}>{words.pinOf(state.librarian.name)}</Verdict>
      <div class={styles.pin}>
        <p class={styles.dots} role="img" aria-label={words.digits(signIn.digits)}>
          {Array.from({ length: Math.max(textLengths.shortestPin, signIn.digits) }, (_, n) => n).map((n) => (
            <span key={n} class={n < signIn.digits ? styles.on : ''} />
          ))}
        </p>
        {state.kind === 'typing' && state.problem !== undefined ? <Say sign="stop" sentence={words[state.problem]} /> : null}
        {state.kind === 'waiting' ? <Say sign="warn" sentence={words.wait(state.secondsLeft)} /> : null}
        {state.kind === 'checking' ? <p>{words.checking}</p> : null}
        <fieldset class={styles.pad} ref={pad} data-digits>
          <legend class="sr">{words.pinOf(state.librarian.name)}</legend>
          {digits.map((digit) => (
            <Button key={digit} walking onPress={() => signIn.type(digit)}>
              {digit}
            </Button>
          ))}
          <Button walking icon="left" label={words.erase} onPress={signIn.erase} />
          <Button walking onPress={() => signIn.type('0')}>
            0
          </Button>
          <Button walking look="primary" onPress={() => void signIn.enter()}>
            {words.enter}
          </Button>
        </fieldset>
        <Button look="quiet" icon="undo" onPress={signIn.changeLibrarian}>
          {words.change}
        </Button>
      </div>
    </>
  )
}
