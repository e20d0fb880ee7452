/**
 * The walk as a list that hands sort: two buttons, Alt and the arrows, or dragged by its number (SET-9). Runs in the browser. A station has
 * one location of the ILS or several; one that no station has walks last, marked new, until somebody places it (SET-15).
 */
import { useRef, useState } from 'preact/hooks'
import { previewState } from '../../../domain/preview/preview-section.ts'
import { buildPullList } from '../../../domain/pull-list/build-pull-list.ts'
import {
  joinZone,
  movedFrom,
  moveZone,
  newLocations,
  partLocation,
  placeLocation,
  renameZone,
  stationKey,
} from '../../../domain/pull-list/change-walk.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { walkWords } from '../../../locale/en/walk.ts'
import { Field } from '../../components/field.tsx'
import { Button, Panel, Row, Rows } from '../../components/parts.tsx'
import { announce, useFormats, useFromState, useWords } from '../../use-desk.ts'
import { Faults } from './faults.tsx'
import styles from './settings.module.css'
import { useCatalogueLists } from './use-catalogue-lists.ts'
import type { Section } from './use-section.ts'

export const WalkEditor = ({ section }: { readonly section: Section }) => {
  const { draft, base, change, faults } = section
  const words = useWords(walkWords)
  const format = useFormats()
  const { locations: inCatalogue } = useCatalogueLists()
  const unplaced = useFromState((state) => newLocations(state, draft, inCatalogue), draft, inCatalogue)
  const list = useRef<HTMLOListElement>(null)
  /** What follows a drag is no press. */
  const isDragged = useRef(false)
  const [opened, setOpened] = useState<number | undefined>(undefined)
  const { zones } = draft
  const moved = movedFrom(base.zones.map(stationKey), zones.map(stationKey))
  const move = (from: number, to: number): void => {
    const zone = zones[from]
    if (zone === undefined || to < 0 || to >= zones.length) return
    change(moveZone(draft, from, to))
    setOpened(undefined)
    announce(words.moved(zone.name, to + 1, zones.length))
    // The hand stays on what it moves.
    requestAnimationFrame(() => list.current?.children[to]?.querySelector<HTMLElement>('[data-grip]')?.focus())
  }
  /** The row under the pointer takes the dragged one's place. */
  const drag = (from: number, clientY: number): void => {
    const rows = [...(list.current?.children ?? [])]
    const to = rows.findIndex((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return clientY >= top && clientY < bottom
    })
    isDragged.current = to !== -1 && to !== from
    if (isDragged.current) move(from, to)
  }
  return (
    <>
      <p class="fold">{words.keys}</p>
      <ol class={styles.stations} ref={list} aria-label={words.list}>
        {zones.map(({ name, locations }, n) => {
          const rank = moved.get(stationKey({ name, locations }))
          const was = rank === n ? undefined : rank
          return (
            <li
              key={n}
              class={was === undefined ? undefined : styles.moved}
              onKeyDown={(event) => {
                if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
                event.preventDefault()
                move(n, n + (event.key === 'ArrowUp' ? -1 : 1))
              }}
            >
              <div class={styles.stationRow}>
                <button
                  type="button"
                  data-grip
                  class={styles.grip}
                  aria-label={words.station(n + 1, name)}
                  aria-expanded={opened === n}
                  onClick={() => {
                    if (!isDragged.current) setOpened(opened === n ? undefined : n)
                    isDragged.current = false
                  }}
                  onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
                  onPointerUp={(event) => drag(n, event.clientY)}
                >
                  {n + 1}
                </button>
                <span>
                  <b>{name}</b>
                  {was === undefined ? null : <span class={styles.was}>{words.wasAt(was + 1)}</span>}
                  <span class="by">{locations.join(' · ')}</span>
                </span>
                <span class={styles.rise}>
                  <Button
                    icon="down"
                    label={words.up(name)}
                    unavailable={n === 0 ? words.first : undefined}
                    onPress={() => move(n, n - 1)}
                  />
                </span>
                <Button
                  icon="down"
                  label={words.down(name)}
                  unavailable={n === zones.length - 1 ? words.last : undefined}
                  onPress={() => move(n, n + 1)}
                />
              </div>
              {opened === n ? <StationFields section={section} at={n} onJoin={() => setOpened(undefined)} /> : null}
            </li>
          )
        })}
      </ol>
      {unplaced.length === 0 ? null : (
        <Rows label={words.unplaced}>
          {unplaced.map((location) => (
            <Row key={location} where={words.fresh} what={<b>{location}</b>} by={words.walksLast}>
              <Button label={words.placeNamed(location)} onPress={() => change(placeLocation(draft, location))}>
                {words.place}
              </Button>
            </Row>
          ))}
        </Rows>
      )}
      <Faults said={faults.length === 0 ? [] : [words.fault]} />
      <p class="fold">{words.all(format.count(zones.length))}</p>
    </>
  )
}

/** A station's name, and what is joined to it or parted from it. */
const StationFields = ({ section, at, onJoin }: { readonly section: Section; readonly at: number; readonly onJoin: () => void }) => {
  const words = useWords(walkWords)
  const { draft, change } = section
  const zone = draft.zones[at]
  const before = draft.zones[at - 1]
  if (zone === undefined) return null
  return (
    <div class={styles.add}>
      <Field label={words.name} value={zone.name} maxLength={textLengths.name} onInput={(name) => change(renameZone(draft, at, name))} />
      {before === undefined ? null : (
        <Button
          onPress={() => {
            change(joinZone(draft, at))
            onJoin()
          }}
        >
          {words.join(before.name)}
        </Button>
      )}
      {zone.locations.length < 2
        ? null
        : zone.locations.map((location) => (
            <Button key={location} onPress={() => change(partLocation(draft, at, location))}>
              {words.part(location)}
            </Button>
          ))}
    </div>
  )
}

/** Today's list, station by station, as it is walked and as it would be; a line crosses where a station changes its rank (SET-2). */
export const WalkToday = ({ section: { base, draft } }: { readonly section: Section }) => {
  const words = useWords(walkWords)
  const format = useFormats()
  const lists = useFromState((state) => [base, draft].map((one) => buildPullList(previewState(state, one)).zones), base, draft)
  const [was = [], becomes = []] = lists.map((zones) => zones.map(({ name }) => name))
  const moved = movedFrom(was, becomes)
  const rows = Math.max(was.length, becomes.length)
  const documents = lists[1]?.reduce((sum, { total }) => sum + total, 0) ?? 0
  return (
    <Panel title={words.today} end={words.documents(format.count(documents), documents)}>
      <div class={styles.walks} style={{ gridTemplateRows: `auto repeat(${rows}, 1fr)` }}>
        {lists.map((zones, n) => (
          <section key={n === 0 ? 'was' : 'becomes'} aria-label={n === 0 ? words.was : words.becomes}>
            <h3>{n === 0 ? words.was : words.becomes}</h3>
            <ol>
              {zones.map(({ name, total }) => (
                <li key={name} class={moved.has(name) ? styles.movedName : undefined}>
                  <b>{total}</b> <span>{name === '' ? words.noZone : name}</span>
                </li>
              ))}
            </ol>
          </section>
        ))}
        <svg viewBox={`0 0 100 ${rows}`} preserveAspectRatio="none" aria-hidden="true">
          {was.map((name, from) => {
            const to = becomes.indexOf(name)
            const [a, b] = [from + 0.5, to + 0.5]
            return to === -1 ? null : (
              <path key={name} class={moved.has(name) ? styles.crossing : undefined} d={`M0 ${a}C50 ${a} 50 ${b} 100 ${b}`} />
            )
          })}
        </svg>
      </div>
    </Panel>
  )
}
