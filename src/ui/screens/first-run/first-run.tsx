/**
 * The first run of a new library: five questions, one a screen, each with a ready answer, then a trial and the one act that opens to orders
 * (SET-16). Runs in the browser, in place of every other screen; it goes on where it was, on any tablet.
 */
import { useLayoutEffect } from 'preact/hooks'
import { isInTeam } from '../../../domain/librarian/librarian.ts'
import { settledFrom } from '../../../domain/settings/change-week.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { countWeek } from '../../../domain/slot/count-week.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Say } from '../../components/say.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { useDesk, useFromState, useNow } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import styles from './first-run.module.css'
import { NameQuestion, TeamQuestion, WhatQuestion, WhereQuestion } from './section-questions.tsx'
import { Trial } from './trial.tsx'
import { type FirstRunState, questions, useFirstRun } from './use-first-run.ts'
import { WhenQuestion } from './when-question.tsx'

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
