/**
 * Préparation: the walk, the list in its order, the document under the thumb, what is complete. Runs in the browser.
 * Used walking, with one hand, where the network is bad: every press is kept here first.
 */
import { useRef, useState } from 'preact/hooks'
import type { LocalDate, LocalMoment } from '../../../domain/local-date.ts'
import { preparation as en } from '../../../locale/en/preparation.ts'
import { preparation as fr } from '../../../locale/fr/preparation.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Say } from '../../components/say.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { useOpenForm } from '../../open-forms.ts'
import { print } from '../../printing/print.tsx'
import { hrefOf } from '../../routes.ts'
import { useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { CompleteOrder } from './complete-order.tsx'
import { LabelsWindow, PaperWindow } from './papers.tsx'
import styles from './preparation.module.css'
import { SecondPass } from './second-pass.tsx'
import { Thumb } from './thumb.tsx'
import { type Picking, usePicking } from './use-pick.ts'
import { keyAfter, keyOfLine, nextOf, type PreparationView, usePreparation } from './use-preparation.ts'
import { useScanToPick } from './use-scan-to-pick.ts'
import { Walk } from './walk.tsx'
import { LineMeta, Zone } from './zone-list.tsx'

/** The second pass's address, after « preparation ». */
const review = 'revoir'

export const Preparation = ({ view: address }: { readonly view: string | undefined }) => {
  const words = useWords(fr, en)
  const format = useFormats()
  const [day, setDay] = useState<LocalDate | undefined>(undefined)
  const [onlyMine, setOnlyMine] = useState(false)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const [focusCount, setFocusCount] = useState(0)
  const [paper, setPaper] = useState<LocalMoment | undefined>(undefined)
  const [open, setOpen] = useState<'none' | 'labels' | 'paper'>('none')
  useOpenForm(paper !== undefined)
  const view = usePreparation(day, onlyMine)
  const picked = usePicking(paper)
  const goOnAfter = ({ order, line }: { readonly order: { readonly id: string }; readonly line: { readonly id: string } }) => {
    const after = keyAfter(view.list, `${order.id}/${line.id}`)
    if (after !== undefined) setChosen(after)
  }
  const picking: Picking = {
    ...picked,
    take: async (line, title, barcode) => {
      const result = await picked.take(line, title, barcode)
      if (result.kind === 'saved') goOnAfter(line)
      return result
    },
    reportNotFound: async (line, title) => {
      const result = await picked.reportNotFound(line, title)
      if (result.kind === 'saved') goOnAfter(line)
      return result
    },
  }
  const complete = useRef<HTMLElement>(null)
  const next = nextOf(view.list, chosen)
  const answer = useScanToPick(view, next, picking)
  const choose = (key: string) => {
    setChosen(key)
    setFocusCount(focusCount + 1)
  }
  const nextKey = next === undefined ? undefined : keyOfLine(next.line)
  const here =
    next?.kind === 'entry' ? view.list.zones.find((zone) => zone.entries.some((entry) => entry.lines.includes(next.line)))?.name : undefined
  const heard =
    answer === undefined ? null : (
      <div class="heard">
        <Say {...answer} />
      </div>
    )
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
        <SecondPass list={view.list} picking={picking} />
        {notice}
        {heard}
      </>
    )
  }
  return (
    <>
      <Answer view={view} onAll={() => setOnlyMine(false)} />
      <div class={`scope ${styles.scope}`}>
        <Scope view={view} onlyMine={onlyMine} onDay={setDay} onMine={setOnlyMine} />
        <Papers view={view} onOpen={setOpen} />
      </div>
      {view.list.zones.length > 1 ? <Walk zones={view.list.zones} hereName={here} /> : null}
      {notice}
      {heard}
      <div class="prep">
        {view.list.total === 0 && view.list.wishes.length === 0 ? null : (
          <section class="panel pull" aria-label={words.pullList}>
            {view.list.zones.map((zone) => (
              <Zone key={zone.name} zone={zone} next={nextKey} picking={picking} onChoose={(line) => choose(keyOfLine(line))} />
            ))}
            <Wishes view={view} nextKey={nextKey} onChoose={choose} />
          </section>
        )}
        <div class="side">
          {view.complete.length > 0 ? <CompleteOrder orders={view.complete} proposed={view.bay} cardRef={complete} /> : null}
          {next === undefined ? null : (
            <Thumb
              next={next}
              picking={picking}
              focusCount={focusCount}
              complete={view.complete[0]?.number}
              onComplete={() => {
                complete.current?.scrollIntoView({ block: 'center' })
                complete.current?.querySelector('button')?.focus({ preventScroll: true })
              }}
            />
          )}
        </div>
      </div>
      {open === 'labels' && view.day !== undefined ? <LabelsWindow day={view.day} onClose={() => setOpen('none')} /> : null}
      {open === 'paper' ? (
        <PaperWindow
          onClose={() => setOpen('none')}
          onStart={(moment) => {
            setPaper(moment)
            setOpen('none')
          }}
        />
      ) : null}
    </>
  )
}

const Answer = ({
  view: { left, review: toReview, ordersLeft, whole, first, firstInMinutes, complete },
  onAll,
}: {
  readonly view: PreparationView
  readonly onAll: () => void
}) => {
  const words = useWords(fr, en)
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
        {words.onlyMineOf(whole.toTake, whole.orders)} <Button onPress={onAll}>{words.seeAll}</Button>
      </>
    )
  // Of one's own nothing is left: that says nothing of the day.
  if (ofWhole !== null && left === 0) {
    return (
      <Verdict head={words.nothingOfMine}>
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
      <span class="hide-s">{words.forOrders(ordersLeft)}</span>
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

const Scope = ({
  view: { days, day, mine },
  onlyMine,
  onDay,
  onMine,
}: {
  readonly view: PreparationView
  readonly onlyMine: boolean
  readonly onDay: (day: LocalDate) => void
  readonly onMine: (onlyMine: boolean) => void
}) => {
  const words = useWords(fr, en)
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
          onChoose={onDay}
        />
      )}
      {mine === 0 && !onlyMine ? null : (
        <ChoiceField
          label={words.whose}
          inline
          hideLabel
          value={onlyMine ? 'mine' : 'everyone'}
          choices={[
            { value: 'everyone', words: words.everyone },
            { value: 'mine', words: words.mine(mine) },
          ]}
          onChoose={(value) => onMine(value === 'mine')}
        />
      )}
    </>
  )
}

const Wishes = ({
  view,
  nextKey,
  onChoose,
}: {
  readonly view: PreparationView
  readonly nextKey: string | undefined
  readonly onChoose: (key: string) => void
}) => {
  const words = useWords(fr, en)
  const wishes = view.list.wishes.filter((wish) => !wish.isDone)
  return wishes.length === 0 ? null : (
    <>
      <div class="group-head">
        <span class="where">
          <Icon name="wish" />
        </span>
        <h2>{words.wishes}</h2>
        <span class="end soft">{words.zoneLeft(wishes.length)}</span>
      </div>
      <ul class="rows" aria-label={words.wishes}>
        {wishes.map((wish) => {
          const key = keyOfLine(wish)
          const text = wish.line.wanted.kind === 'wish' ? wish.line.wanted.text : ''
          return (
            <li key={key} class={key === nextKey ? 'next' : undefined} aria-current={key === nextKey ? 'true' : undefined}>
              <div class="where">
                <Icon name="wish" />
              </div>
              <div class="what">
                <span class="title">{text}</span>
                <LineMeta author={words.wishSay} lines={[wish]} />
              </div>
              <div class="do">
                <button type="button" class="tick" aria-label={words.takeNamed(text)} onClick={() => onChoose(key)} />
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** The pull list and the labels on paper, and what paper brings back: before the list, whose end is far away. */
const Papers = ({
  view: { list, day },
  onOpen,
}: {
  readonly view: PreparationView
  readonly onOpen: (window: 'labels' | 'paper') => void
}) => {
  const words = useWords(fr, en)
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
