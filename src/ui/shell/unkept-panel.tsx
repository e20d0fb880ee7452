/**
 * What the last press came to when it was not kept: a refusal with its next step, or PAS ENREGISTRÉ with what to write on paper.
 * Runs in the browser. The failure stays until somebody says that it is on paper.
 */
import { useEffect, useRef } from 'preact/hooks'
import { shellWords } from '../../locale/en/shell.ts'
import { Button, Say } from '../components/parts.tsx'
import { later } from '../later.tsx'
import { unkept, useWords } from '../use-desk.ts'
import { ScreenBoundary } from './screen-boundary.tsx'

const RefusalSay = later(() => import('./refusal-say.tsx').then((module) => module.RefusalSay))

const dismiss = (): void => {
  unkept.value = { kind: 'none' }
}

export const UnkeptPanel = () => {
  const place = useRef<HTMLDivElement>(null)
  const { kind } = unkept.value
  // Where the finger is may be far below: what was not kept must be seen.
  useEffect(() => {
    if (kind !== 'none') place.current?.scrollIntoView({ block: 'center' })
  }, [kind])
  return (
    <div ref={place} hidden={kind === 'none'}>
      <ScreenBoundary key={kind}>
        <ShownOutcome />
      </ScreenBoundary>
    </div>
  )
}

const ShownOutcome = () => {
  const words = useWords(shellWords)
  const shown = unkept.value
  switch (shown.kind) {
    case 'none':
      return null
    case 'refused':
      return <RefusalSay refusal={shown.refusal} actions={<Button icon="cross" label={words.close} look="quiet" onPress={dismiss} />} />
    case 'failed':
      return (
        <Say
          sign="stop"
          sentence={shown.failure.kind === 'unknown' ? words.notSaved.unknownTitle : words.notSaved.title}
          nextStep={words.notSaved[shown.failure.kind]}
          actions={<Button onPress={dismiss}>{words.notSaved.acknowledged}</Button>}
        >
          <ul>
            {shown.writeDown.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Say>
      )
  }
}
