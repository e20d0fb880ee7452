/**
 * One document or one line of the pile: what it is, what is to be said of it, what can be done (HO-2 to HO-5, LOAN-3). Runs in the browser.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { textLengths } from '../../../domain/text-lengths.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { Field, Form } from '../../components/field.tsx'
import { Icon, type IconName, Mark, Sign } from '../../components/icon.tsx'
import { Button } from '../../components/parts.tsx'
import { Bay } from '../../components/place.tsx'
import type { DocumentRow, TakenSort } from './describe-open.ts'
import styles from './handover.module.css'
import type { RowActs } from './use-handover.ts'

/** The ILS's document types are its own words: the drawing is a hint beside the title, the book stands for all others. */
const iconOfType = (documentType: string | undefined): IconName =>
  /bd|comic|manga/i.test(documentType ?? '')
    ? 'comic'
    : /dvd|film|vid/i.test(documentType ?? '')
      ? 'film'
      : /cd|disque|mus/i.test(documentType ?? '')
        ? 'disc'
        : 'book'

interface Props {
  readonly row: DocumentRow
  readonly acts: RowActs
  readonly words: HandoverWords
}

/** One that was not asked for is told by its shape. */
export const TakenMark = ({ sort }: { readonly sort: TakenSort }) =>
  sort === 'asked' ? <Mark name="done" /> : <Icon name={sort === 'free' ? 'plus' : 'swap'} />

export const ItemRow = ({ row, acts, words }: Props) => {
  const [isAsked, setAsked] = useState(false)
  return (
    <li class={row.kind === 'watch' ? 'watch' : row.kind === 'missing' ? 'missing' : styles.settled}>
      {row.kind === 'watch' ? (
        <Sign name="warn" />
      ) : row.kind === 'taken' ? (
        <TakenMark sort={row.sort} />
      ) : (
        <Mark name={row.kind === 'missing' ? 'todo' : 'cancelled'} />
      )}
      <Icon name={iconOfType(row.documentType)} />
      <div>
        <p class="title">{row.title}</p>
        <p class="by">
          <Remark row={row} words={words} />
        </p>
      </div>
      <div class="end">
        <RowButtons row={row} acts={acts} words={words} {...(isAsked ? {} : { askReason: () => setAsked(true) })} />
      </div>
      {row.kind === 'watch' && isAsked ? <Reasons words={words} lend={(reason) => acts.override(row, reason)} /> : null}
    </li>
  )
}

const Remark = ({ row, words }: { readonly row: DocumentRow; readonly words: HandoverWords }) => {
  if (row.kind === 'watch') {
    return (
      <>
        {row.remark === '' ? '' : `${row.remark} · `}
        <b class={`chip warn ${styles.inline}`}>{row.why}</b>
      </>
    )
  }
  const about = [row.author, row.kind === 'missing' ? row.code : ''].filter(Boolean).join(' · ')
  return (
    <>
      {about}
      {row.kind === 'taken' ? (
        <>
          {about === '' ? '' : ' · '}
          <span class="sr">{words.due(row.due)}</span>
          <span aria-hidden="true">
            <span class={styles.due}>{words.due('')}</span>
            <span class="nowrap">{row.due}</span>
          </span>
        </>
      ) : null}
      {(about === '' && row.kind !== 'taken') || row.remark === '' ? '' : ' · '}
      {row.kind === 'missing' || (row.kind === 'taken' && row.sort !== 'asked') ? <b class={styles.loud}>{row.remark}</b> : row.remark}
    </>
  )
}

/** `askReason` is absent while a reason is asked. */
const RowButtons = ({ row, acts, words, askReason }: Props & { readonly askReason?: () => void }) => {
  switch (row.kind) {
    case 'taken':
      return (
        <>
          <Button look="quiet" label={words.leaveNamed(row.title)} onPress={() => acts.leave(row)}>
            {words.leaveShort}
          </Button>
          <Button look="quiet" icon="cross" label={words.remove(row.title)} onPress={() => acts.remove(row.barcode)} />
        </>
      )
    case 'watch':
      return (
        <>
          {row.canOverride ? (
            <Button label={words.leaveNamed(row.title)} onPress={() => acts.leave(row)}>
              {words.leave}
            </Button>
          ) : (
            <Button label={words.remove(row.title)} onPress={() => acts.remove(row.barcode)}>
              {words.takeOff}
            </Button>
          )}
          {askReason !== undefined && row.canOverride ? <Button onPress={askReason}>{words.lendAnyway}</Button> : null}
        </>
      )
    case 'left':
      return (
        <Button look="quiet" icon="undo" onPress={() => acts.takeBack(row.barcode)}>
          {words.takeAfterAll}
        </Button>
      )
    case 'not-found':
      return (
        <Button look="quiet" icon="undo" onPress={() => acts.lookAgain(row)}>
          {words.stillLook}
        </Button>
      )
    case 'missing':
      return (
        <>
          {row.bays.length === 0 ? null : <Bay word={words.bay} bays={row.bays} />}
          <Button label={words.notFoundNamed(row.title)} onPress={() => acts.notFound(row)}>
            {words.notFound}
          </Button>
        </>
      )
    case 'not-prepared':
      return null
  }
}

/** LOAN-3: why it is lent against the rights; the manager reads it. */
const Reasons = ({ words, lend }: { readonly words: HandoverWords; readonly lend: (reason: string) => void }) => {
  const [{ text, isOther }, setReason] = useState({ text: '', isOther: false })
  const firstReason = useRef<HTMLButtonElement>(null)
  const otherReason = useRef<HTMLInputElement>(null)
  useEffect(() => firstReason.current?.focus(), [])
  useEffect(() => otherReason.current?.focus(), [isOther])
  return (
    <Form
      class="reasons"
      onSubmit={() => {
        if (text.trim() !== '') lend(text.trim())
      }}
    >
      <p>{words.why}</p>
      {words.reasons.map((known, n) => (
        <Button
          key={known}
          {...(n === 0 ? { buttonRef: firstReason } : {})}
          {...(text === known ? { icon: 'check' as const } : {})}
          pressed={text === known}
          onPress={() => setReason({ text: known, isOther: false })}
        >
          {known}
        </Button>
      ))}
      <Button icon="pen" pressed={isOther} onPress={() => setReason({ text: '', isOther: true })}>
        {words.otherReason}
      </Button>
      {isOther ? (
        <Field
          label={words.reasonField}
          value={text}
          maxLength={textLengths.reason}
          inputRef={otherReason}
          onInput={(typed) => setReason({ text: typed, isOther: true })}
        />
      ) : null}
      <Button type="submit" icon="handover" unavailable={text.trim() === '' ? words.why : undefined}>
        {words.lend}
      </Button>
    </Form>
  )
}
