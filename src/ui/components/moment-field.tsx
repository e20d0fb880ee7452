/**
 * A day or a time to type, in the library's own form: a browser's date field writes the month first where the browser is American.
 * Runs in the browser. Day first, in any of the ways in which a hand writes it; under the field stands what was understood, or how to
 * write it. Arrows go a day, or five minutes, up and down.
 */
import { useEffect, useId, useState } from 'preact/hooks'
import {
  addDays,
  fromMinutes,
  type LocalDate,
  type LocalTime,
  minutesPerDay,
  parseLocalDate,
  parseLocalTime,
  toMinutes,
} from '../../domain/local-date.ts'
import { readTypedDate, readTypedTime, writeDate } from '../../domain/typed-moment.ts'
import { momentFieldWords } from '../../locale/en/shell.ts'
import { announce, useFormats, useNow, useWords } from '../use-desk.ts'
import styles from './moment-field.module.css'

interface MomentProps {
  readonly label: string
  /** As the rows write it; empty while nothing that can be read is typed. */
  readonly value: string
  readonly onInput: (value: string) => void
}

interface Reading<V extends string> {
  readonly parse: (value: string) => V | undefined
  readonly read: (typed: string) => V | undefined
  readonly write: (value: V) => string
  readonly say: (value: V) => string
  readonly step: (value: V, steps: 1 | -1) => V
  readonly hint: string
  readonly wrong: string
  /** Why what was understood is not taken; undefined: it is. */
  readonly refuse?: (value: V) => string | undefined
  readonly maxLength: number
}

const ReadField = <V extends string>({ label, value, onInput, reading }: MomentProps & { readonly reading: Reading<V> }) => {
  const { parse, read, write, say, step, hint, refuse, maxLength } = reading
  const id = useId()
  const given = parse(value)
  const [text, setText] = useState(given === undefined ? '' : write(given))
  const [isLeft, setLeft] = useState(false)
  const understood = read(text)
  const refused = understood === undefined ? undefined : refuse?.(understood)
  const wrong = refused ?? reading.wrong
  // Set from outside, it is written anew; what a hand is typing stays as it is typed.
  useEffect(() => {
    if (given !== undefined && given !== understood) setText(write(given))
  }, [value])
  const isWrong = refused !== undefined || (isLeft && understood === undefined && text.trim() !== '')
  const taken = (value: V | undefined): string => (value === undefined || refuse?.(value) !== undefined ? '' : value)
  const type = (typed: string): void => {
    setText(typed)
    setLeft(false)
    onInput(taken(read(typed)))
  }
  return (
    <div class={`input ${styles.moment}`}>
      <label class={styles.label} for={id}>
        {label}
      </label>
      <small class={isWrong ? `small ${styles.wrong}` : 'soft small'} id={`${id}-say`}>
        {isWrong ? wrong : understood === undefined ? hint : say(understood)}
      </small>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        maxLength={maxLength}
        value={text}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={`${id}-say`}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          const steps = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined
          if (steps === undefined || understood === undefined) return
          event.preventDefault()
          const next = step(understood, steps)
          setText(write(next))
          onInput(taken(next))
          announce(refuse?.(next) ?? say(next))
        }}
        onBlur={() => {
          setLeft(true)
          if (understood !== undefined) setText(write(understood))
          if (refused !== undefined || (understood === undefined && text.trim() !== '')) announce(wrong)
        }}
      />
    </div>
  )
}

interface DateProps extends MomentProps {
  /** The first day that is taken, and the last one. */
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
}

export const DateField = ({ from, to, ...props }: DateProps) => {
  const words = useWords(momentFieldWords)
  const format = useFormats()
  const today = useNow().date
  const reading: Reading<LocalDate> = {
    parse: parseLocalDate,
    read: (typed) => readTypedDate(typed, today),
    write: writeDate,
    say: format.date,
    step: addDays,
    hint: words.dayHint,
    wrong: words.dayWrong,
    refuse: (date) =>
      from !== undefined && date < from
        ? words.tooEarly(format.date(from), date < today)
        : to !== undefined && date > to
          ? words.tooLate(format.date(to))
          : undefined,
    maxLength: 10,
  }
  return <ReadField {...props} reading={reading} />
}

/** That an arrow moves a time by. */
const minutesOfStep = 5

export const TimeField = (props: MomentProps) => {
  const words = useWords(momentFieldWords)
  const format = useFormats()
  const reading: Reading<LocalTime> = {
    parse: parseLocalTime,
    read: readTypedTime,
    // As it is typed: with ordinary spaces.
    write: (time) => format.time(time).replace(/\s/g, ' '),
    say: format.time,
    step: (time, steps) => fromMinutes((toMinutes(time) + steps * minutesOfStep + minutesPerDay) % minutesPerDay),
    hint: words.timeHint,
    wrong: words.timeWrong,
    maxLength: 9,
  }
  return <ReadField {...props} reading={reading} />
}
