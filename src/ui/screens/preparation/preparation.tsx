/**
 * Préparation: the walk, the list in its order, the document under the thumb, what is complete. Runs in the browser.
 * Used walking, with one hand, where the network is bad: every press is kept here first.
 */
import type { Ref } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LocalMoment } from '../../../domain/local-date.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import type { Formats } from '../../../locale/formats.ts'
import { Each } from '../../components/each.tsx'
import { ChoiceField } from '../../components/field.tsx'
import { Button, Say, Verdict } from '../../components/parts.tsx'
import { narrowedTo, preparedDay } from '../../narrowed-list.ts'
import { useOpenForm } from '../../open-forms.ts'
import { print } from '../../printing/print.tsx'
import { hrefOf } from '../../routes.ts'
import { useFormats, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { CompleteOrder } from './complete-order.tsx'
import { LabelsWindow, PaperWindow } from './papers.tsx'
import styles from './preparation.module.css'
import { SecondPass } from './second-pass.tsx'
import { Thumb } from './thumb.tsx'
import { keyAfter, keyOfLine, nextOf, usePicking } from './use-pick.ts'
import { type PreparationView, usePreparation } from './use-preparation.ts'
import { type Answer, useLastAnswer, useScanToPick } from './use-scan-to-pick.ts'
import { useToldPicking } from './use-told-picking.ts'
import { Walk } from './walk.tsx'
import { useWishNumbers, WishRows } from './wish-rows.tsx'
import { Zone } from './zone-list.tsx'

/** The second pass's address, after « preparation ». */
const review = 'revoir'

interface PaperWindowsProps {
  readonly open: 'none' | 'labels' | 'paper'
  readonly day: PreparationView['day']
  readonly onOpen: (window: 'none') => void
  readonly onPaper: (moment: LocalMoment) => void
}

const PaperWindows = ({ open, day, onOpen, onPaper }: PaperWindowsProps) => {
  if (open === 'labels' && day !== undefined) return <LabelsWindow day={day} onClose={() => onOpen('none')} />
  if (open !== 'paper') return null
  return (
    <PaperWindow
      onClose={() => onOpen('none')}
      onStart={(moment) => {
        onPaper(moment)
        onOpen('none')
      }}
    />
  )
}

interface HeardProps {
  readonly answer: Answer
  readonly heardRef: Ref<HTMLDivElement>
  readonly onUndo: () => void
}

/** What is said of the last act, in the list: nothing lies under it, and it goes with the next act. */
const Heard = ({ answer, heardRef, onUndo }: HeardProps) => {
  const words = useWords(preparationWords)
  const { sign, sentence, nextStep, undo } = answer
  return (
    <div class={`heard ${styles.heard}`} ref={heardRef}>
      <Say
        sign={sign}
        sentence={sentence}
        nextStep={nextStep}
        actions={
          undo === undefined ? undefined : (
            <Button icon="undo" label={words.undoLast(sentence)} onPress={onUndo}>
              {words.undo}
            </Button>
          )
        }
      />
    </div>
  )
}

/** The row under the thumb, and what was just said above it, stay in sight once something was done; nothing moves when the screen opens. */
const useInSight = (nextKey: string | undefined, answer: Answer | undefined) => {
  const row = useRef<HTMLLIElement>(null)
  const heard = useRef<HTMLDivElement>(null)
  const isOpening = useRef(true)
  const takesFocus = useRef(false)
  useLayoutEffect(() => {
    if (!isOpening.current) {
      row.current?.scrollIntoView({ block: 'nearest' })
      heard.current?.scrollIntoView({ block: 'nearest' })
      if (takesFocus.current) row.current?.querySelector<HTMLElement>('.tick')?.focus({ preventScroll: true })
      takesFocus.current = false
    }
    isOpening.current = false
  }, [nextKey, answer])
  return {
    row,
    heard,
    /** The circle that was pressed leaves with its row: the next one takes the focus. */
    focusNext: () => {
      takesFocus.current = true
    },
  }
}

export const Preparation = ({ view: address }: { readonly view: string | undefined }) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const { phase } = useSnapshot()
  const me = phase.kind === 'signed-in' ? phase.librarian.id : undefined
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const [paper, setPaper] = useState<LocalMoment | undefined>(undefined)
  const [open, setOpen] = useState<'none' | 'labels' | 'paper'>('none')
  const [isCameraOpen, setCameraOpen] = useState(false)
  useOpenForm(paper !== undefined)
  const view = usePreparation()
  const numbers = useWishNumbers()
  const walker = { me, isOpenWish: numbers.isOpen, isPressed: view.filter !== undefined }
  const { answer, tell } = useLastAnswer()
  const picking = useToldPicking(usePicking(paper, numbers.of), numbers, tell, (line) => {
    setChosen(keyAfter(view.list, walker, keyOfLine(line)))
  })
  const next = nextOf(view.list, walker, chosen)
  const asking = useScanToPick(view, next, picking, numbers.of, tell)
  useEffect(() => tell(undefined), [address])
  const nextKey = next === undefined ? undefined : keyOfLine(next.line)
  const { row, heard: heardRef, focusNext } = useInSight(nextKey, answer)
  const choose = (key: string) => {
    setChosen(key)
    tell(undefined)
  }
  const here =
    next?.kind === 'entry' ? view.list.zones.find((zone) => zone.entries.some((entry) => entry.lines.includes(next.line)))?.name : undefined
  const heard =
    answer === undefined ? null : (
      <Heard
        answer={answer}
        heardRef={heardRef}
        onUndo={() => {
          if (answer.undo === undefined) return
          focusNext()
          setChosen(keyOfLine(answer.undo))
          void picking.putBack(answer.undo, answer.undo.title)
        }}
      />
    )
  const heardInList = heard === null ? null : <li class={styles.said}>{heard}</li>
  const notice =
    paper === undefined ? null : (
      <div class="notice">
        <span>{words.paperOn(format.date(paper.date), format.time(paper.time))}</span>
        <Button onPress={() => setPaper(undefined)}>{words.paperEnd}</Button>
      </div>
    )
  if (address === review) {
    return (
      <>
        <SecondPass list={view.list} picking={picking} asking={asking} isPressed={walker.isPressed} scope={<Scope view={view} />} />
        {notice}
        {heard}
      </>
    )
  }
  const toggleCamera = () => setCameraOpen(!isCameraOpen)
  return (
    <>
      <Top view={view} isCameraOpen={isCameraOpen} onCamera={toggleCamera} onOpen={setOpen} />
      {view.list.zones.length > 1 ? <Walk zones={view.list.zones} hereName={here} /> : null}
      {notice}
      {next === undefined ? heard : null}
      <div class="prep">
        {view.list.total === 0 && view.list.wishes.length === 0 ? null : (
          <section class="panel pull" aria-label={words.pullList}>
            <Each of={view.list.zones} by={({ name }) => name}>
              {(zone) => (
                <Zone
                  key={zone.name}
                  zone={zone}
                  next={nextKey}
                  picking={picking}
                  onChoose={(line) => choose(keyOfLine(line))}
                  onTick={(line, title) => {
                    focusNext()
                    void picking.take(line, title)
                  }}
                  answer={heardInList}
                  rowRef={row}
                />
              )}
            </Each>
            <WishRows
              wishes={view.list.wishes}
              numbers={numbers}
              nextKey={nextKey}
              picking={picking}
              onChoose={choose}
              answer={heardInList}
              rowRef={row}
            />
          </section>
        )}
        <div class="side">
          {view.complete.length > 0 ? <CompleteOrder orders={view.complete} proposed={view.bay} /> : null}
          {next === undefined && !isCameraOpen ? null : (
            <Thumb next={next} picking={picking} isCameraOpen={isCameraOpen} onCamera={toggleCamera} />
          )}
        </div>
      </div>
      <PaperWindows open={open} day={view.day} onOpen={setOpen} onPaper={setPaper} />
    </>
  )
}

interface TopProps {
  readonly view: PreparationView
  readonly isCameraOpen: boolean
  readonly onCamera: () => void
  readonly onOpen: (window: 'labels' | 'paper') => void
}

/** The sentence, and what one chooses the list by or brings it to paper with: one press away where the walk needs the room. */
const Top = ({ view, isCameraOpen, onCamera, onOpen }: TopProps) => {
  const words = useWords(preparationWords)
  const [isOpen, setOpen] = useState(false)
  // A list that is narrowed says so.
  const isShown = isOpen || view.filter !== undefined || view.day !== view.days[0]
  return (
    <>
      <div class={styles.top}>
        <Answered view={view} />
        <div class={styles.tools}>
          <Button icon="scan" pressed={isCameraOpen} label={isCameraOpen ? words.scan.closeCamera : words.scan.camera} onPress={onCamera} />
          <Button icon="more" pressed={isShown} label={words.tools} onPress={() => setOpen(!isOpen)} />
        </div>
      </div>
      <div class={`scope ${styles.scope} ${isShown ? styles.open : ''}`}>
        <Scope view={view} />
        <Papers view={view} onOpen={onOpen} />
      </div>
    </>
  )
}

const showAll = (): void => {
  narrowedTo.value = undefined
}

const Answered = ({ view }: { readonly view: PreparationView }) => {
  const { left, review: toReview, ordersLeft, whole, filter, first, firstInMinutes, complete } = view
  const words = useWords(preparationWords)
  const format = useFormats()
  const now = useNow()
  const link =
    toReview === 0 ? null : (
      <a class="text-link" href={hrefOf('preparation', review)}>
        {words.secondPassLink(toReview)}
      </a>
    )
  const ofWhole =
    whole === undefined ? null : (
      <>
        {words.onlyShownOf(timeOf(format, filter), whole.toTake, whole.orders)} <Button onPress={showAll}>{words.seeAll}</Button>
      </>
    )
  // Of one's own nothing is left: that says nothing of the day.
  if (ofWhole !== null && left === 0) {
    return (
      <Verdict head={words.nothingOf(timeOf(format, filter))}>
        {ofWhole} {link}
      </Verdict>
    )
  }
  if (left === 0 || first === undefined) {
    return (
      <Verdict sign="ok" head={toReview + complete.length > 0 ? words.allTaken : words.nothing}>
        {complete.length > 0 ? words.toShelve(complete.length) : toReview > 0 ? null : words.nothingSay} {link}
      </Verdict>
    )
  }
  const time = format.time(first.slot.time)
  return (
    <Verdict head={words.toTake(left)}>
      <span class={styles.forOrders}>{words.forOrders(ordersLeft)}</span>
      {first.slot.date !== now.date
        ? words.firstLeavesDay(format.date(first.slot.date), time)
        : firstInMinutes === 0
          ? words.firstLeavesNow(time)
          : firstInMinutes > 0
            ? words.firstLeaves(time, format.duration(firstInMinutes))
            : words.firstLate(time, format.duration(-firstInMinutes))}{' '}
      {ofWhole} {link}
    </Verdict>
  )
}

/** « 20 h 45 » of the orders that were taken by their slot; undefined: one's own. */
const timeOf = (format: Formats, filter: PreparationView['filter']): string | undefined =>
  typeof filter === 'object' ? format.time(filter.slot.time) : undefined

const Scope = ({ view: { days, day, mine, filter } }: { readonly view: PreparationView }) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const { date } = useNow()
  return (
    <>
      {days.length < 2 ? null : (
        <ChoiceField
          label={words.scope}
          inline
          hideLabel
          value={day}
          choices={days.slice(0, 4).map((value) => ({ value, words: value === date ? words.scopeToday : format.dayOfWeek(value) }))}
          onChoose={(chosen) => {
            preparedDay.value = chosen
          }}
        />
      )}
      {mine === 0 && filter === undefined ? null : (
        <ChoiceField
          label={words.whose}
          inline
          hideLabel
          value={filter === undefined ? 'everyone' : filter === 'mine' ? filter : 'taken'}
          choices={[
            { value: 'everyone', words: words.everyone },
            ...(typeof filter === 'object' ? [{ value: 'taken', words: timeOf(format, filter) ?? '' }] : []),
            { value: 'mine', words: words.mine(mine) },
          ]}
          onChoose={(value) => {
            if (value !== 'taken') narrowedTo.value = value === 'mine' ? value : undefined
          }}
        />
      )}
    </>
  )
}

interface PapersProps {
  readonly view: PreparationView
  readonly onOpen: (window: 'labels' | 'paper') => void
}

/** The pull list and the labels on paper, and what paper brings back: before the list, whose end is far away. */
const Papers = ({ view: { list, day }, onOpen }: PapersProps) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const now = useNow()
  const { phase } = useSnapshot()
  const name = phase.kind === 'signed-in' ? phase.librarian.name : ''
  const printList = async () => {
    const { PrintedList } = await import('../../printing/printed-list.tsx')
    print(
      <PrintedList
        list={list}
        title={words.paper.title(format.date(day ?? now.date))}
        note={words.paper.printedAt(format.time(now.time), name)}
      />,
    )
  }
  return (
    <div class={styles.papers}>
      {list.done === list.total ? null : (
        <Button icon="print" onPress={printList}>
          {words.printList}
        </Button>
      )}
      <Button icon="card" onPress={() => onOpen('labels')}>
        {words.printLabels}
      </Button>
      <Button icon="pen" onPress={() => onOpen('paper')}>
        {words.onPaper}
      </Button>
    </div>
  )
}
