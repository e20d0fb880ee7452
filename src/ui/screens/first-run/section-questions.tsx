/**
 * Four of the questions: the team, and those whose answer Réglages have an editor for: the name, the rights, the bays and the walk
 * (SET-16). Runs in the browser. What the library's files say stands beside; without files the question goes on, and says what is missing.
 */
import { useEffect, useId, useState } from 'preact/hooks'
import { rightAxes, seeAxes } from '../../../domain/loan-right/change-rights.ts'
import { newLocations, placeLocation } from '../../../domain/pull-list/change-walk.ts'
import { Button } from '../../components/button.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { useFormats, useFromState } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { NameEditor } from '../settings/name-editor.tsx'
import { NamePreview } from '../settings/name-preview.tsx'
import { RightsEditor } from '../settings/rights-editor.tsx'
import { NumberSentences } from '../settings/section-screen.tsx'
import settingStyles from '../settings/settings.module.css'
import { CodeSheet } from '../settings/team.tsx'
import { TryRights } from '../settings/try-rights.tsx'
import { useCatalogueLists, useFoundAxes } from '../settings/use-catalogue-lists.ts'
import { useSection } from '../settings/use-section.ts'
import { useTeam } from '../settings/use-team.ts'
import { WalkEditor } from '../settings/walk-editor.tsx'
import styles from './first-run.module.css'
import { MissingFiles, Question } from './question.tsx'
import type { FirstRunState } from './use-first-run.ts'

export const NameQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings } = run
  const section = useSection('name', settings)
  return (
    <Question run={run} title={words.names.name} sections={[section]} side={<NamePreview section={section} />}>
      <NameEditor section={section} />
      <p class="fold">{words.library(settings.libraryName)}</p>
    </Question>
  )
}

export const WhatQuestion = ({ run }: { readonly run: FirstRunState }) => {
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

export const WhereQuestion = ({ run }: { readonly run: FirstRunState }) => {
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
export const TeamQuestion = ({ run }: { readonly run: FirstRunState }) => {
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
          {team.team.filter(team.isHere).map(({ id: key, name, isManager }) => (
            <Row key={key} where={isManager ? team.words.manager : ''} what={<b>{name}</b>} />
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
