/**
 * Wishes: the preparer chooses one, scans what answers it, and says how many it takes (ORD-1, PULL-8). Runs in the browser.
 * The number that its words seem to ask for is only shown, chosen beforehand; « C'est bon » ends it with fewer.
 */
import type { ComponentChildren, Ref } from 'preact'
import { useState } from 'preact/hooks'
import { findDocument } from '../../../domain/item/find-document.ts'
import { numberWanted, standingLinePicks } from '../../../domain/order/order.ts'
import type { PullLine } from '../../../domain/pull-list/build-pull-list.ts'
import { readWishNumber } from '../../../domain/pull-list/read-wish-number.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Each } from '../../components/each.tsx'
import { ChoiceField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Button, EachRow, GroupHead } from '../../components/parts.tsx'
import { useCatalogueItems, useSnapshot, useWords } from '../../use-desk.ts'
import { GiveUpWindow } from './give-up-window.tsx'
import { Notes } from './order-remarks.tsx'
import styles from './preparation.module.css'
import { keyOfLine, type Picking, type WishedLine } from './use-pick.ts'
import { LineMeta } from './zone-list.tsx'

export const textOfWish = ({ line: { wanted } }: WishedLine): string => (wanted.kind === 'wish' ? wanted.text : '')
const takenFor = ({ order, line }: WishedLine) => standingLinePicks(order, line.id)

export const useWishNumbers = () => {
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(new Map())
  /** How many a wish takes: what the preparer chose, else what was said when one was taken or entered, else what its words seem to say. */
  const of = (line: WishedLine): number => {
    const { wanted } = line.line
    if (wanted.kind !== 'wish') return 1
    const said = takenFor(line).length > 0 || wanted.count !== undefined ? numberWanted(line.order, line.line) : undefined
    return chosen.get(keyOfLine(line)) ?? said ?? readWishNumber(wanted.text) ?? 1
  }
  return {
    of,
    choose: (line: WishedLine, number: number): void => setChosen(new Map([...chosen, [keyOfLine(line), number]])),
    /** To take, or one more is wanted. */
    isOpen: (line: PullLine): boolean => !line.isDone || (chosen.get(keyOfLine(line)) ?? 0) > takenFor(line).length,
  }
}
export type WishNumbers = ReturnType<typeof useWishNumbers>

interface WishRowsProps {
  readonly wishes: readonly PullLine[]
  readonly numbers: WishNumbers
  readonly nextKey: string | undefined
  readonly picking: Picking
  readonly onChoose: (key: string) => void
  readonly answer: ComponentChildren
  readonly rowRef: Ref<HTMLLIElement>
}

export const WishRows = ({ wishes, numbers, nextKey, answer, ...props }: WishRowsProps) => {
  const words = useWords(preparationWords)
  const left = wishes.filter(numbers.isOpen).length
  if (wishes.length === 0) return null
  return (
    <>
      <GroupHead sign={<Icon name="wish" />} title={words.wishes}>
        <span class="end soft">{words.zoneLeft(left)}</span>
      </GroupHead>
      <EachRow label={words.wishes} of={wishes} by={({ order }) => order.number}>
        {(wish) => {
          const key = keyOfLine(wish)
          return [key === nextKey ? answer : null, <WishRow key={key} wish={wish} isNext={key === nextKey} numbers={numbers} {...props} />]
        }}
      </EachRow>
    </>
  )
}

interface WishRowProps extends Pick<WishRowsProps, 'numbers' | 'picking' | 'onChoose' | 'rowRef'> {
  readonly wish: PullLine
  readonly isNext: boolean
}

const WishRow = ({ wish, isNext, numbers, picking, onChoose, rowRef }: WishRowProps) => {
  const words = useWords(preparationWords)
  const text = textOfWish(wish)
  const taken = takenFor(wish)
  const number = numbers.of(wish)
  const isOpen = numbers.isOpen(wish)
  return (
    <li class={isNext ? 'next' : isOpen ? undefined : 'gone'} aria-current={isNext ? 'true' : undefined} ref={isNext ? rowRef : null}>
      <div class="where">
        <Icon name={isOpen ? 'wish' : taken.length > 0 ? 'check' : 'cross'} />
      </div>
      <div class="what">
        {isOpen && !isNext ? (
          <button
            type="button"
            class={`title ${styles.choose}`}
            aria-label={words.chooseNamed(text)}
            onClick={() => onChoose(keyOfLine(wish))}
          >
            {text}
          </button>
        ) : (
          <span class="title">
            {text}
            {isOpen ? null : <span class="soft small"> · {words.wishDone(taken.length)}</span>}
          </span>
        )}
        {isOpen ? <LineMeta author={isNext ? words.wishSay : undefined} lines={[wish]} /> : null}
        {isOpen ? <Notes orders={[wish.order]} /> : null}
        <TakenFor wish={wish} picking={picking} />
        {isNext ? <WishEnd wish={wish} numbers={numbers} picking={picking} /> : null}
      </div>
      <div class="do">
        {isOpen && !isNext && number > 1 ? <span class="times">{words.wishCount(taken.length, number)}</span> : null}
        {isNext ? (
          <button type="button" class="tick" aria-label={words.takeNamed(text)} onClick={() => void picking.take(wish, text)} />
        ) : isOpen ? null : taken.length > 0 ? (
          <Button
            look="quiet"
            label={words.oneMoreNamed(text)}
            onPress={() => {
              numbers.choose(wish, taken.length + 1)
              onChoose(keyOfLine(wish))
            }}
          >
            {words.oneMore}
          </Button>
        ) : (
          <Button look="quiet" label={words.foundNamed(text)} onPress={() => void picking.take(wish, text)}>
            {words.found}
          </Button>
        )}
      </div>
    </li>
  )
}

/** What was taken for it, each with its undo. */
const TakenFor = ({ wish, picking }: { readonly wish: PullLine; readonly picking: Picking }) => {
  const words = useWords(preparationWords)
  const { state } = useSnapshot()
  const taken = takenFor(wish)
  const catalogue = useCatalogueItems(taken.flatMap(({ barcode }) => (barcode === undefined ? [] : [barcode])))
  return (
    <Each of={taken} by={({ barcode }) => barcode} place="div">
      {({ operationId, barcode }) => {
        const title = barcode === undefined ? words.withoutScan : (findDocument(state, barcode, catalogue)?.title ?? barcode)
        return (
          <span key={operationId} class={styles.note}>
            <Icon name="check" />
            <span>{title}</span>
            <Button
              look="quiet"
              label={words.undoPick(title)}
              onPress={() => void picking.putBack({ ...wish, pick: operationId, barcode }, title)}
            >
              {words.undo}
            </Button>
          </span>
        )
      }}
    </Each>
  )
}

const WishEnd = ({ wish, numbers, picking }: { readonly wish: PullLine; readonly numbers: WishNumbers; readonly picking: Picking }) => {
  const words = useWords(preparationWords)
  const [isGivingUp, setGivingUp] = useState(false)
  const text = textOfWish(wish)
  const taken = takenFor(wish).length
  const number = numbers.of(wish)
  const counts = Array.from({ length: Math.max(4, number) }, (_, n) => n + 1).filter((n) => n > taken)
  return (
    <div class={styles.wishEnd}>
      {number > 1 ? <b class={styles.count}>{words.wishCount(taken, number)}</b> : null}
      <ChoiceField
        label={words.howMany}
        inline
        value={String(number)}
        choices={counts.map((n) => ({ value: String(n), words: String(n) }))}
        onChoose={(n) => numbers.choose(wish, Number(n))}
      />
      {taken > 0 ? (
        <Button
          icon="check"
          label={words.enoughNamed(taken)}
          onPress={() => {
            numbers.choose(wish, taken)
            // What was wanted besides is given up; what is taken stays. One more that was thought of and not taken leaves nothing.
            if (!wish.isDone) void picking.giveUp(wish, text, words.enoughReason(taken, number))
          }}
        >
          {words.enough}
        </Button>
      ) : (
        <Button look="quiet" label={words.giveUpNamed(text)} onPress={() => setGivingUp(true)}>
          {words.giveUp}
        </Button>
      )}
      {isGivingUp ? <GiveUpWindow line={wish} title={text} picking={picking} onClose={() => setGivingUp(false)} /> : null}
    </div>
  )
}
