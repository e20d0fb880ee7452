/**
 * The first run of a new library: five questions, one a screen, each with a ready answer, then a trial and the one act that opens to orders
 * (SET-16). Runs in the browser, in place of every other screen; it goes on where it was, on any tablet.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isInTeam } from '../../../domain/librarian/librarian.ts'
import { settledFrom } from '../../../domain/settings/change-week.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { countWeek } from '../../../domain/slot/count-week.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Say, Verdict } from '../../components/say.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { useDesk, useFormats, useFromState, useNaming, useNow } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import settingStyles from '../settings/settings.module.css'
import { EnrolPanel } from '../tablets/enrol-panel.tsx'
import { useTablets } from '../tablets/use-tablets.ts'
import styles from './first-run.module.css'
import { MissingFiles } from './question.tsx'
import { NameQuestion, TeamQuestion, WhatQuestion, WhereQuestion } from './section-questions.tsx'
import { type FirstRunState, questions, useFirstRun } from './use-first-run.ts'
import { WhenQuestion } from './when-question.tsx'

/** A card and a document are read, one more tablet is let in, then the one act that opens (SET-16). Nothing that is read here is kept. */
const Trial = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings, goTo, answer } = run
  const desk = useDesk()
  const format = useFormats()
  const naming = useNaming()
  const tablets = useTablets()
  const { date: today } = useNow()
  const [read, setRead] = useState<{ readonly what: string; readonly isKnown: boolean } | undefined>(undefined)
  const { patrons, items } = useFromState((state) => ({
    patrons: [...state.all('patron')].length,
    items: state.get('catalogue', 'catalogue')?.items ?? 0,
  }))
  // As the tablet has them, not as they were when this opened.
  const [, setSeen] = useState(0)
  useEffect(() => desk.subscribe(() => setSeen((n) => n + 1)), [desk])
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const hear = useScan(async (scan) => {
    if (scan.kind === 'card') {
      const isKnown = desk.snapshot.state.get('patron', scan.card) !== undefined
      setRead({ what: isKnown ? words.cardKnown(naming.patron(scan.card)) : words.cardUnknown, isKnown })
    } else if (scan.kind === 'item') {
      const found = await desk.findItem(scan.barcode)
      setRead({ what: found === undefined ? words.itemUnknown : words.itemKnown(found.title), isKnown: found !== undefined })
    } else setRead({ what: words.neither, isKnown: false })
  })
  const { places } = countWeek(settings, settledFrom(settings, today))
  return (
    <>
      <div class={settingStyles.halves}>
        <div class={settingStyles.side}>
          <Panel title={words.trial}>
            <div class={settingStyles.add}>
              <p>{words.scanSay}</p>
              <ScanField
                label={words.scanLabel}
                isVisiblyLabelled
                value={typed}
                onInput={setTyped}
                onEnter={(text) => {
                  setTyped('')
                  hear(desk.judgeTyped(text))
                }}
                clearLabel={words.clear}
                submitWords={words.tryIt}
                inputRef={field}
              />
              {read === undefined ? null : <Say sign={read.isKnown ? 'ok' : 'unknown'} sentence={read.what} />}
            </div>
            <Rows label={words.yourFiles}>
              <Row where={format.count(patrons)} what={<span>{words.patrons}</span>} />
              <Row where={format.count(items)} what={<span>{words.documents}</span>} />
            </Rows>
            {patrons > 0 && items > 0 ? null : <MissingFiles words={words} />}
          </Panel>
        </div>
        <EnrolPanel kept={tablets} />
      </div>
      <div class={styles.onward}>
        <Button look="quiet" icon="left" label={words.back(words.names.where)} onPress={() => goTo(4)}>
          {words.names.where}
        </Button>
        <Button
          look="primary"
          walking
          unavailable={
            !run.isOnline ? words.offline : places === 0 ? words.hoursFirst : answer.kind === 'working' ? words.working : undefined
          }
          onPress={() => void run.open()}
        >
          {words.open}
        </Button>
      </div>
      <PassphraseWindow asked={tablets.passphrase} />
    </>
  )
}

const screens = [NameQuestion, TeamQuestion, WhenQuestion, WhatQuestion, WhereQuestion, Trial]

export const FirstRun = ({ settings }: { readonly settings: Settings }) => {
  const desk = useDesk()
  const run = useFirstRun(settings)
  const { words, at, answer } = run
  const Shown = screens[at] ?? Trial
  const said = words.questions[questions[at] ?? 'trial']
  // The next question is read from its beginning, wherever the button of the last one stood.
  useLayoutEffect(() => scrollTo(0, 0), [at])
  // Where the bar has no room for the menu, and there is no rail.
  const leave = (
    <div class={styles.leave}>
      <Button look="quiet" onPress={() => desk.signOut()}>
        {words.leave}
      </Button>
    </div>
  )
  if (!run.isManager)
    return (
      <div class={styles.run}>
        <Verdict head={words.notOpen}>{words.managerOnly}</Verdict>
        {leave}
      </div>
    )
  return (
    <div class={styles.run}>
      <Steps run={run} />
      {/* A question opens at its sentence. */}
      <Verdict key={at} head={said.head}>
        {run.isOnline ? said.say : words.offline}
      </Verdict>
      <Shown key={`question ${at}`} run={run} />
      {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
      {leave}
      <PassphraseWindow asked={run.passphrase} />
    </div>
  )
}

/** What each answer comes to, in a word or two. */
const useAnswers = ({ words, settings }: FirstRunState): Readonly<Record<(typeof questions)[number], string>> => {
  const format = useFormats()
  const { date: today } = useNow()
  const people = useFromState((state) => [...state.all('librarian')].filter((one) => isInTeam(one, today)).length, today)
  return {
    name: settings.serviceName,
    team: words.people(people),
    when: words.places(format.count(countWeek(settings, settledFrom(settings, today)).places)),
    what: words.asks.what,
    where: words.bays(settings.sites.reduce((sum, { bays }) => sum + bays, 0)),
  }
}

/** Where one stands; what was answered is opened again by its number. */
const Steps = ({ run }: { readonly run: FirstRunState }) => {
  const { words, at, step, goTo } = run
  const answers = useAnswers(run)
  return (
    <nav class={`panel ${styles.steps}`} aria-label={words.steps}>
      <ol>
        {questions.map((name, n) => {
          const isDone = n < step && n !== at
          return (
            <li key={name} class={isDone ? styles.done : ''} aria-current={n === at ? 'step' : undefined}>
              {isDone ? (
                <button type="button" class={styles.dot} aria-label={words.again(words.names[name])} onClick={() => goTo(n)}>
                  <Icon name="check" />
                </button>
              ) : (
                <span class={styles.dot}>{n + 1}</span>
              )}
              <span class={styles.name}>{words.names[name]}</span>
              <span class={styles.sub}>{n === at ? words.here(n + 1, questions.length) : isDone ? answers[name] : words.asks[name]}</span>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
