/**
 * The first run of a new library: five questions, one a screen, each with a ready answer, then a trial and the one act that opens to orders
 * (SET-16). Runs in the browser, in place of every other screen; it goes on where it was, on any tablet.
 */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isInTeam } from '../../../domain/librarian/librarian.ts'
import { rightAxes, seeAxes } from '../../../domain/loan-right/change-rights.ts'
import { newLocations, placeLocation } from '../../../domain/pull-list/change-walk.ts'
import { settledFrom } from '../../../domain/settings/change-week.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { countWeek } from '../../../domain/slot/count-week.ts'
import { Icon } from '../../components/icon.tsx'
import { Button, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { useDesk, useFormats, useFromState, useNaming, useNow } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { NamePreview } from '../settings/name-preview.tsx'
import { RightsEditor, TryRights } from '../settings/rights-editor.tsx'
import { NameEditor } from '../settings/section-editors.tsx'
import { NumberSentences } from '../settings/section-screen.tsx'
import settingStyles from '../settings/settings.module.css'
import { CodeSheet } from '../settings/team.tsx'
import { useCatalogueLists, useFoundAxes } from '../settings/use-catalogue-lists.ts'
import { useSection } from '../settings/use-section.ts'
import { useTeam } from '../settings/use-team.ts'
import { WalkEditor } from '../settings/walk-editor.tsx'
import { EnrolPanel } from '../tablets/enrol-panel.tsx'
import { useTablets } from '../tablets/use-tablets.ts'
import styles from './first-run.module.css'
import { MissingFiles, Question } from './question.tsx'
import { type FirstRunState, questions, useFirstRun } from './use-first-run.ts'
import { WhenQuestion } from './when-question.tsx'

/**
 * Four of the questions: the team, and those whose answer Réglages have an editor for: the name, the rights, the bays and the walk
 * (SET-16).
 */
const NameQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings } = run
  const section = useSection('name', settings)
  return (
    <Question run={run} title={words.names.name} sections={[section]} side={<NamePreview section={section} />}>
      <NameEditor section={section} />
      <p class="fold">{words.library(settings.libraryName)}</p>
    </Question>
  )
}

const WhatQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings } = run
  const format = useFormats()
  const section = useSection('rights', settings)
  const { patrons, most } = useFromState((state) => {
    const all = [...state.all('patron')]
    return { patrons: all.length, most: all.reduce((top, { ilsLoans }) => Math.max(top, ilsLoans), 0) }
  })
  const found = useFoundAxes()
  const types = found.types.size
  // The ready answer: every category and type of the files, following the others. None is new here: all of them are before the manager's eyes.
  useEffect(() => {
    const axes = rightAxes(found, section.draft)
    if (axes.categories.unseen.length + axes.types.unseen.length > 0) section.change(seeAxes(section.draft, axes))
  }, [found])
  return (
    <Question
      run={run}
      title={words.names.what}
      sections={[section]}
      side={
        <>
          <Panel title={words.yourFiles}>
            {patrons + types === 0 ? null : (
              <Rows label={words.yourFiles}>
                {patrons === 0 ? null : (
                  <>
                    <Row where={format.count(patrons)} what={<span>{words.patrons}</span>} />
                    <Row where={format.count(most)} what={<span>{words.most}</span>} />
                  </>
                )}
                {types === 0 ? null : <Row where={format.count(types)} what={<span>{words.types}</span>} />}
              </Rows>
            )}
            {patrons > 0 && types > 0 ? null : <MissingFiles words={words} />}
          </Panel>
          <TryRights section={section} />
        </>
      }
    >
      <RightsEditor section={section} />
    </Question>
  )
}

const WhereQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings } = run
  const [bays, walk] = [useSection('bays', settings), useSection('walk', settings)]
  const { locations } = useCatalogueLists()
  const found = useFromState((state) => newLocations(state, settings, locations), settings, locations)
  // The ready answer: every location that was found, the largest first, to be sorted by hand.
  useEffect(() => {
    if (walk.draft.zones.length === 0 && found.length > 0) walk.change(found.reduce(placeLocation, settings))
  }, [found])
  return (
    <Question run={run} title={words.names.where} sections={[bays, walk]}>
      <NumberSentences section={bays} />
      <div class={settingStyles.add}>
        <h3 class={settingStyles.dayHead}>{words.walk}</h3>
        {walk.draft.zones.length === 0 ? <p>{words.noLocations}</p> : null}
      </div>
      {walk.draft.zones.length === 0 ? null : <WalkEditor section={walk} />}
    </Question>
  )
}

/**
 * « Qui travaille ici ? »: first names, one a line, and the sheet of codes to cut (SET-12). Whoever works here chooses a PIN on a tablet:
 * nobody's PIN is typed here.
 */
const TeamQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words } = run
  const team = useTeam()
  const id = useId()
  const [typed, setTyped] = useState('')
  const names = [...new Set(typed.split('\n').map((name) => name.trim()))].filter((name) => name !== '')
  const add = async (): Promise<void> => setTyped((await team.addAll(names)).join('\n'))
  return (
    <Question
      run={run}
      title={words.names.team}
      first={names.length > 0 ? words.addFirst : undefined}
      side={team.codes.length === 0 ? null : <CodeSheet team={team} />}
    >
      <div class={styles.team}>
        <Rows label={team.words.list}>
          {team.team.filter(team.isHere).map((one) => (
            <Row key={one.id} where={one.isManager ? team.words.manager : ''} what={<b>{one.name}</b>}>
              {one.ownPin !== 'awaited' || !team.mayAct ? undefined : (
                <Button look="quiet" label={team.words.removeNamed(one.name)} onPress={() => void team.remove(one)}>
                  {team.words.remove}
                </Button>
              )}
            </Row>
          ))}
        </Rows>
      </div>
      <div class={settingStyles.add}>
        <label class="input" htmlFor={id}>
          <span>{words.firstNames}</span>
          <textarea id={id} rows={5} class={styles.names} value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
        </label>
        {team.problem === undefined ? null : <Say sign="stop" sentence={team.problem.what} nextStep={team.problem.next} />}
        {team.answer.kind === 'refused' ? <Say sign="stop" sentence={team.answer.what} nextStep={team.answer.next} /> : null}
        <Button
          icon="plus"
          unavailable={names.length === 0 ? words.namesFirst : team.answer.kind === 'working' ? words.working : undefined}
          onPress={() => void add()}
        >
          {words.addAll}
        </Button>
        <p class="soft small">{words.codesSay}</p>
      </div>
      <PassphraseWindow asked={team.passphrase} />
    </Question>
  )
}

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
