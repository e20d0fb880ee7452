/**
 * What the caller asks for: titles of the catalogue as one types, and wishes in words. Runs in the browser.
 */
import { useMemo, useRef } from 'preact/hooks'
import { hasRecord } from '../../../domain/call/place-call.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { mostFound } from '../../../domain/search/catalogue-findings.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { Icon } from '../../components/icon.tsx'
import { Button, Rows } from '../../components/parts.tsx'
import styles from './call.module.css'
import { FoundTitle } from './found-title.tsx'
import { SearchField } from './search-field.tsx'
import type { CallView } from './use-call.ts'
import type { Steps } from './use-steps.ts'
import { type SaidAvailability, type TitleAsked, useEnter, useSayAvailability, useTitleSearch } from './use-title-search.ts'

interface Part {
  readonly view: CallView
  readonly steps: Steps
  readonly asked: TitleAsked
}

const isByFinger = (): boolean => matchMedia('(pointer: coarse)').matches

export const Titles = ({ view, steps, asked }: Part) => {
  const { words, call, toggle, addWish } = view
  const search = useTitleSearch(asked)
  const { text, type, answered, found, instead, unanswered, isAnswered, records, lit, move, passOn } = search
  const sayAvailability = useSayAvailability()
  const typed = text.trim()
  const goesOn = call?.changing === undefined ? words.emptyGoesOn : words.emptySaves
  const isAsked = ({ id }: BibliographicRecord): boolean => call !== undefined && hasRecord(call, id)
  const noteWish = (): void => {
    if (typed === '') return
    addWish(typed.slice(0, textLengths.wish))
    type('')
  }
  const goOn = (): void => steps.go(call?.changing === undefined ? 'when' : 'save')
  const enter = useEnter(search, (record, field) => {
    if (typed === '' && (instead === undefined || record === undefined || isAsked(record))) goOn()
    // What found nothing is typed over, as what is asked for already.
    if (typed !== '' && (record === undefined || isAsked(record))) field.select()
    if (!isAnswered || record === undefined || isAsked(record)) return
    toggle(record)
    passOn((other) => other.id === record.id || isAsked(other))
    // The next title is typed over this one.
    field.select()
  })
  const latest = useRef(toggle)
  latest.current = toggle
  // A letter more is shown before what answers to it: rows are drawn again when that is here.
  const rows = useMemo(
    () =>
      records.map((record, n) => (
        <Title
          key={record.id}
          words={words}
          record={record}
          query={answered}
          availability={sayAvailability(record)}
          isIn={isAsked(record)}
          isLit={n === lit}
          onToggle={() => {
            latest.current(record)
            // A finger selects nothing: the next title is typed into an empty field.
            if (isByFinger() && !isAsked(record)) type('')
          }}
        />
      )),
    [records, lit, call, words, answered, sayAvailability],
  )
  if (call === undefined) return null
  return (
    <section class={`panel hits ${styles.hits}`}>
      <SearchField
        label={words.what}
        short={words.whatShort}
        hint={`${words.enter} ${goesOn}`}
        clearLabel={words.clear}
        value={text}
        fieldRef={steps.refOf('what')}
        onInput={type}
        onEnter={enter}
        onMove={move}
        onControlEnter={noteWish}
        said=""
      />
      {/* Where the order lies below all that was found. */}
      {(typed === '' && !isByFinger()) || call.lines.length === 0 ? null : (
        <p class={styles.goOn}>
          <Button block icon="down" onPress={goOn}>
            {call.changing === undefined ? words.goOn(call.lines.length) : words.goOnChanges(call.lines.length)}
          </Button>
        </p>
      )}
      {instead === undefined ? null : <p class={styles.note}>{words.insteadSay(instead.author, instead.title)}</p>}
      {found?.isNear === true && records.length > 0 ? <p class={styles.note}>{words.near}</p> : null}
      {records.length === 0 ? null : <Rows label={words.results(records.length)}>{rows}</Rows>}
      {unanswered === '' ? null : <p class={styles.note}>{words.noCatalogue(unanswered)}</p>}
      {found !== undefined && records.length === 0 ? (
        <p class={styles.note}>{instead === undefined ? words.nothing : words.noneInstead}</p>
      ) : null}
      {found !== undefined && instead === undefined && found.total > mostFound ? (
        <p class={`small soft ${styles.note}`}>{words.moreResults(found.total)}</p>
      ) : null}
      <div class="fold">
        {typed === '' ? (
          <>
            <Icon name="wish" />
            <span class={styles.grow}>{words.wishHint}</span>
          </>
        ) : (
          <span class={styles.grow}>
            <Button look="quiet" icon="wish" onPress={noteWish}>
              {words.wish(typed.slice(0, textLengths.wish))}
            </Button>
          </span>
        )}
        <span class={styles.keys} aria-hidden="true">
          {typed === '' ? (
            <>
              <kbd class={styles.key}>{words.enter}</kbd> {goesOn}
            </>
          ) : (
            <kbd class={styles.key}>Ctrl + {words.enter}</kbd>
          )}
        </span>
      </div>
    </section>
  )
}

interface TitleProps {
  readonly words: CallView['words']
  readonly record: BibliographicRecord
  readonly query: string
  readonly availability: SaidAvailability
  readonly isIn: boolean
  readonly isLit: boolean
  readonly onToggle: () => void
}

const Title = ({ words, record, query, availability: { text, isThere, isOld }, isIn, isLit, onToggle }: TitleProps) => {
  const act = (
    <>
      {isLit && !isIn ? <kbd class={styles.key}>{words.enter}</kbd> : null}
      <Button icon={isIn ? 'check' : 'plus'} pressed={isIn} label={words.add(record.title)} onPress={onToggle} />
    </>
  )
  const said = <span class={isThere ? styles.there : styles.none}>{text}</span>
  return <FoundTitle record={record} query={query} isLit={isLit} said={said} isOld={isOld} act={act} />
}
