/**
 * A title that a search found, in a list: where it stands, what it is, and what is known of its copies. Runs in the browser, on the
 * telephone's screen and in the search of any screen.
 */
import type { ComponentChildren } from 'preact'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { markWords, type TextPart } from '../../../domain/search/mark-words.ts'
import { callWords } from '../../../locale/en/call.ts'
import { Chip, Row } from '../../components/parts.tsx'
import { Spine } from '../../components/place.tsx'
import { useWords } from '../../use-desk.ts'
import styles from './call.module.css'

interface FoundTitleProps {
  readonly record: BibliographicRecord
  readonly query: string
  /** Under the keyboard's mark. */
  readonly isLit: boolean
  /** What is said of its copies, and whether that was heard long ago. */
  readonly said: ComponentChildren
  readonly isOld: boolean | undefined
  readonly act: ComponentChildren
}

export const FoundTitle = ({ record: { title, author, year, copies }, query, isLit, said, isOld, act }: FoundTitleProps) => {
  const words = useWords(callWords)
  return (
    <Row
      className={isLit ? styles.next : undefined}
      where={<Spine callNumber={copies[0]?.callNumber ?? ''} quiet />}
      what={
        <span class="title">
          <Marked parts={markWords(title, query)} />
        </span>
      }
      by={
        <>
          <Marked parts={markWords([author, year].filter(Boolean).join(', '), query)} />
          {author === '' && year === undefined ? '' : ' · '}
          {said}
          {isOld === true ? <Chip sign="warn" tone="warn" words={words.old} /> : null}
        </>
      }
    >
      {act}
    </Row>
  )
}

/** A text with what answers the search underlined. */
export const Marked = ({ parts }: { readonly parts: readonly TextPart[] }) => (
  <>{parts.map(({ text, isFound }, n) => (isFound ? <mark key={n}>{text}</mark> : text))}</>
)
