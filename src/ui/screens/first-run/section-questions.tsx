/**
 * The questions whose answer Réglages have an editor for: the name, the rights, the bays and the walk (SET-16). Runs in the browser.
 * What the library's files say stands beside; without files the question goes on, and says what is missing.
 */
import { useEffect } from 'preact/hooks'
import { rightAxes, seeAxes } from '../../../domain/loan-right/change-rights.ts'
import { newLocations, placeLocation } from '../../../domain/pull-list/change-walk.ts'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { useFromState } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import { NameEditor } from '../settings/name-editor.tsx'
import { NamePreview } from '../settings/name-preview.tsx'
import { RightsEditor } from '../settings/rights-editor.tsx'
import { NumberSentences } from '../settings/section-screen.tsx'
import styles from '../settings/settings.module.css'
import { TryRights } from '../settings/try-rights.tsx'
import { useCatalogueLists, useFoundAxes } from '../settings/use-catalogue-lists.ts'
import { useSection } from '../settings/use-section.ts'
import { WalkEditor } from '../settings/walk-editor.tsx'
import { MissingFiles } from './missing-files.tsx'
import { Question } from './question.tsx'
import type { FirstRunState } from './use-first-run.ts'

export const NameQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings } = run
  const section = useSection('name', settings)
  return (
    <Question
      run={run}
      title={words.names.name}
      sections={[{ name: 'name', section }]}
      side={<NamePreview draft={section.draft} words={section.words} />}
    >
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
      sections={[{ name: 'rights', section }]}
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
    <Question
      run={run}
      title={words.names.where}
      sections={[
        { name: 'bays', section: bays },
        { name: 'walk', section: walk },
      ]}
    >
      <NumberSentences name="bays" section={bays} />
      <div class={styles.add}>
        <h3 class={styles.dayHead}>{words.walk}</h3>
        {walk.draft.zones.length === 0 ? <p>{words.noLocations}</p> : null}
      </div>
      {walk.draft.zones.length === 0 ? null : <WalkEditor section={walk} />}
    </Question>
  )
}
