/**
 * What the caller asks for: titles of the catalogue as one types, and wishes in words. Runs in the browser.
 */
import { hasRecord } from '../../../domain/call/place-call.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { mostFound } from '../../../domain/search/catalogue-findings.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Rows } from '../../components/panel.tsx'
import styles from './call.module.css'
import { FoundTitle } from './found-title.tsx'
import { SearchField } from './search-field.tsx'
import type { CallView } from './use-call.ts'
import type { Steps } from './use-steps.ts'
import { type SaidAvailability, type TitleSearch, useEnter, useSayAvailability } from './use-title-search.ts'

interface Part {
  readonly view: CallView
  readonly steps: Steps
  readonly search: TitleSearch
}

export const Titles = ({ view, steps, search }: Part) => {
  const { words, call, toggle, addWish } = view
  const { text, type, query, found, instead, isAbsent, isAnswered, records, lit, move, passOn } = search
  const sayAvailability = useSayAvailability()
  const typed = text.trim()
  const goesOn = call?.changing === undefined ? words.emptyGoesOn : words.emptySaves
  const isAsked = ({ id }: BibliographicRecord): boolean => call !== undefined && hasRecord(call, id)
  const noteWish = (): void => {
    if (typed === '') return
    addWish(typed.slice(0, textLengths.wish))
    type('')
  }
  const enter = useEnter(search, (record, field) => {
    if (typed === '' && (instead === undefined || record === undefined || isAsked(record)))
      steps.go(call?.changing === undefined ? 'when' : 'save')
    if (!isAnswered || record === undefined || isAsked(record)) return
    toggle(record)
    passOn((other) => other.id === record.id || isAsked(other))
    // The next title is typed over this one.
    field.select()
  })
  if (call === undefined) return null
  return (
    <section class={`panel hits ${styles.hits}`}>
      <SearchField
        label={words.what}
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
      {instead === undefined ? null : <p class={styles.note}>{words.insteadSay(instead.author, instead.title)}</p>}
      {found?.isNear === true && records.length > 0 ? <p class={styles.note}>{words.near}</p> : null}
      {records.length === 0 ? null : (
        <Rows label={words.results(records.length)}>
          {records.map((record, n) => (
            <Title
              key={record.id}
              view={view}
              record={record}
              query={query}
              availability={sayAvailability(record)}
              isIn={isAsked(record)}
              isLit={n === lit}
              onToggle={() => toggle(record)}
            />
          ))}
        </Rows>
      )}
      {isAbsent ? <p class={styles.note}>{words.noCatalogue}</p> : null}
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
  readonly view: CallView
  readonly record: BibliographicRecord
  readonly query: string
  readonly availability: SaidAvailability
  readonly isIn: boolean
  readonly isLit: boolean
  readonly onToggle: () => void
}

const Title = ({ view, record, query, availability: { text, isThere, isOld }, isIn, isLit, onToggle }: TitleProps) => {
  const { words } = view
  const act = (
    <>
      {isLit && !isIn ? <kbd class={styles.key}>{words.enter}</kbd> : null}
      <Button icon={isIn ? 'check' : 'plus'} pressed={isIn} label={words.add(record.title)} onPress={onToggle} />
    </>
  )
  const said = <span class={isThere ? styles.there : styles.none}>{text}</span>
  return <FoundTitle record={record} query={query} isLit={isLit} said={said} isOld={isOld} act={act} />
}
