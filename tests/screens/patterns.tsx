/**
 * The pattern book: every component of src/ui/components in every state, in the language and the light chosen at its head.
 * Served by `npm run patterns`, and judged by patterns.spec.ts. The parts are the app's own; what needs a desk stands on a staged one.
 */
import '../../src/ui/styles/tokens.css'
import '../../src/ui/styles/look.css'
import { render } from 'preact'
import { useState } from 'preact/hooks'
import { shownStates } from '../../src/domain/slot/day-progress.ts'
import { LiveRegion } from '../../src/ui/app.tsx'
import { Choice } from '../../src/ui/components/choice.tsx'
import { Dialog } from '../../src/ui/components/dialog.tsx'
import { Each } from '../../src/ui/components/each.tsx'
import { ChoiceField, Field } from '../../src/ui/components/field.tsx'
import { drawLaterIcons, Icon, icons, Mark, marks, Sign, signs } from '../../src/ui/components/icon.tsx'
import { laterIcons } from '../../src/ui/components/later-icons.ts'
import { OrderMark } from '../../src/ui/components/order-mark.tsx'
import { Button, ButtonLink, Chip, Panel, Row, Rows, Say, Verdict } from '../../src/ui/components/parts.tsx'
import { Bay, Spine, Ticket } from '../../src/ui/components/place.tsx'
import { Question } from '../../src/ui/components/question.tsx'
import { Table } from '../../src/ui/components/table.tsx'
import { language, theme } from '../../src/ui/preferences.ts'
import { LabelPaper } from '../../src/ui/printing/labels.tsx'
import { aMoment } from '../builders/a-moment.ts'
import { centre } from '../builders/a-settings.ts'
import { MomentFields, Scanning, Shell } from './desk-patterns.tsx'
import { Part, type WordsGiven } from './pattern-part.tsx'
import { patternWords } from './pattern-words.ts'
import { lengthen } from './pseudo-language.ts'
import './patterns.css'

drawLaterIcons(laterIcons)

const namesOf = <T extends object>(drawings: T) => Object.keys(drawings) as (keyof T)[]
const doNothing = () => {}

const label = (number: string) => ({
  initials: 'J.\u00a0R.',
  label: { initials: 'JR', lastDigits: '3306', slot: { siteId: centre, ...aMoment('2026-11-24 14:30') }, number, bays: [] },
})

/** The language and the light of the whole book, and longer words. */
const Choosers = ({ words }: WordsGiven) => (
  <div class="actions">
    <ChoiceField
      label={words.language}
      value={language.value}
      inline
      choices={[
        { value: 'fr', words: 'Français' },
        { value: 'en', words: 'English' },
      ]}
      onChoose={(value) => {
        language.value = value
      }}
    />
    <ChoiceField
      label={words.light}
      value={theme.value}
      inline
      choices={(['system', 'light', 'dark'] as const).map((value) => ({ value, words: words.lights[value] }))}
      onChoose={(value) => {
        theme.value = value
      }}
    />
    <ButtonLink href="?pseudo">{words.longer}</ButtonLink>
  </div>
)

const Presses = ({ words }: WordsGiven) => (
  <Part name="Button, ButtonLink">
    <div class="actions">
      <Button look="primary" onPress={doNothing}>
        {words.handOver}
      </Button>
      <Button onPress={doNothing}>{words.cancel}</Button>
      <Button look="quiet" onPress={doNothing}>
        {words.cancel}
      </Button>
      <Button pressed onPress={doNothing}>
        {words.notThere}
      </Button>
      <Button icon="print" onPress={doNothing}>
        {words.cancel}
      </Button>
      <Button icon="undo" label={words.undo} onPress={doNothing} />
      <Button look="primary" unavailable={words.why}>
        {words.handOver}
      </Button>
      <ButtonLink href="#">{words.goThere}</ButtonLink>
    </div>
    <Button look="primary" walking block icon="check" onPress={doNothing}>
      {words.taken}
    </Button>
  </Part>
)

const Answers = ({ words }: WordsGiven) => (
  <Part name="Say">
    {namesOf(signs).map((sign) => (
      <Say
        key={sign}
        sign={sign}
        sentence={words.answers[sign][0]}
        nextStep={words.answers[sign][1]}
        actions={sign === 'warn' ? <Button onPress={doNothing}>{words.cancel}</Button> : undefined}
      />
    ))}
  </Part>
)

const WaysOut = ({ words }: WordsGiven) => (
  <Part name="Choice">
    <div class="choices">
      {words.waysOut.map(([head, say]) => (
        <Choice key={head} head={head} say={say} onPress={doNothing} />
      ))}
    </div>
  </Part>
)

const States = () => (
  <>
    <Part name="Chip, OrderMark">
      <ul class="specimens">
        {namesOf(marks).map((mark) => (
          <li key={mark}>
            <Chip mark={mark} words={mark} />
          </li>
        ))}
        {namesOf(signs).map((sign) => (
          <li key={sign}>
            <Chip sign={sign} {...(sign === 'unknown' ? {} : { tone: sign })} words={sign} />
          </li>
        ))}
        {shownStates.map((state) => (
          <li key={state}>
            <OrderMark state={state} /> {state}
          </li>
        ))}
      </ul>
    </Part>
    <Part name="Icon, Mark, Sign">
      <ul class="specimens">
        {namesOf(icons).map((name) => (
          <li key={name}>
            <Icon name={name} /> {name}
          </li>
        ))}
        {namesOf(marks).map((name) => (
          <li key={name}>
            <Mark name={name} /> {name}
          </li>
        ))}
        {namesOf(signs).map((name) => (
          <li key={name}>
            <Sign name={name} /> {name}
          </li>
        ))}
      </ul>
    </Part>
  </>
)

const Places = ({ words }: WordsGiven) => (
  <>
    <Part name="Spine, Bay, Ticket">
      <div class="actions">
        <Spine callNumber="R SIM 2" />
        <Spine callNumber="595.7 FAB" quiet />
        <Spine callNumber="" />
        <Bay word={words.bay} bays={[12]} />
        <Bay word={words.bay} bays={[12, 13]} big />
        <Ticket number="B-017" />
      </div>
    </Part>
    <Part name="Panel, Row">
      <Panel title={words.panel} end="2">
        <Rows>
          {['B-017', 'A-133'].map((number) => (
            <Row
              key={number}
              where="14:30"
              what={
                <span class="title">
                  <Ticket number={number} />
                </span>
              }
              by={words.waits}
            >
              <Button onPress={doNothing}>{words.taken}</Button>
            </Row>
          ))}
        </Rows>
      </Panel>
    </Part>
  </>
)

const Fields = ({ words }: WordsGiven) => {
  const [text, setText] = useState('B-017')
  const [choice, setChoice] = useState('0')
  const choices = words.receipts.map((receipt, n) => ({ value: String(n), words: receipt }))
  return (
    <Part name="Field, ChoiceField">
      <Field label={words.number} hint={words.numberHint} value={text} onInput={setText} />
      <Field label={words.pin} type="password" inputMode="numeric" value="1234" onInput={doNothing} />
      <ChoiceField label={words.receipt} value={choice} choices={choices} onChoose={setChoice} />
      <ChoiceField label={words.receipt} value={choice} choices={choices} onChoose={setChoice} inline />
    </Part>
  )
}

const Tables = ({ words }: WordsGiven) => {
  const rows: readonly (readonly [string, string])[] = words.rows
  return (
    <Part name="Table">
      <Table
        title={words.table}
        columns={[
          { title: words.columns[0], cell: ([name]) => name },
          { title: words.columns[1], numeric: true, cell: ([, count]) => count },
        ]}
        rows={rows}
        rowKey={([name]) => name}
      />
    </Part>
  )
}

/** The second row cannot be drawn. */
const Lists = ({ words }: WordsGiven) => {
  const rows: readonly (readonly [string, string])[] = words.rows
  const draw = ([name, count]: readonly [string, string], n: number) => {
    if (n === 1) throw new Error('not to be drawn')
    return <Row key={name} where={count} what={name} />
  }
  return (
    <Part name="each">
      <div class="panel">
        <Rows>
          <Each of={rows} by={([name]) => name}>
            {draw}
          </Each>
        </Rows>
      </div>
    </Part>
  )
}

const Windows = ({ words }: WordsGiven) => {
  const [isOpen, setOpen] = useState(false)
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Part name="Dialog">
        <div class="actions">
          <Button onPress={() => setOpen(true)}>{words.openWindow}</Button>
        </div>
        {isOpen ? (
          <Dialog title={words.windowTitle} onClose={() => setOpen(false)}>
            <p>{words.windowSay}</p>
          </Dialog>
        ) : null}
      </Part>
      <Part name="Question">
        <div class="actions">
          <Button onPress={() => setAsked(true)}>{words.askQuestion}</Button>
        </div>
        {isAsked ? (
          <Question
            title={words.questionTitle}
            say={words.questionSay}
            confirm={words.questionConfirm}
            keep={words.questionKeep}
            onConfirm={() => setAsked(false)}
            onKeep={() => setAsked(false)}
          />
        ) : null}
      </Part>
    </>
  )
}

const Papers = () => (
  <Part name="LabelPaper">
    <div class="paper">
      <LabelPaper labels={[label('B-017'), label('AA-1234')]} paper="roll" first={1} />
    </div>
  </Part>
)

const Book = () => {
  const words = lengthen(patternWords[language.value])
  return (
    <main class="book">
      <Verdict head={words.title}>{words.say}</Verdict>
      <Choosers words={words} />
      <Presses words={words} />
      <Answers words={words} />
      <WaysOut words={words} />
      <States />
      <Places words={words} />
      <Fields words={words} />
      <MomentFields day={words.day} time={words.time} />
      <Tables words={words} />
      <Lists words={words} />
      <Scanning words={words} />
      <Windows words={words} />
      <Shell words={words} />
      <Papers />
      <LiveRegion />
    </main>
  )
}

const root = document.getElementById('app')
if (root !== null) {
  if (new URLSearchParams(location.search).has('pseudo')) language.value = 'en'
  await Promise.race([document.fonts.load('1em "Atkinson PAE"'), new Promise((resolve) => setTimeout(resolve, 300))])
  render(<Book />, root)
}
