/**
 * Retours: the field and the bin, what just came back, what to put back today with a tick, what still rests. Runs in the browser.
 * A document that an order waits for says so at once, and stays said in its row (RET-3).
 */
import { useEffect } from 'preact/hooks'
import type { ItemBarcode } from '../../../domain/ids.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { tellApart, titleToldApart } from '../../../domain/item/tell-apart.ts'
import { copiesToReturn } from '../../../domain/return/copies-to-return.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import type { ReturnsWords } from '../../../locale/fr/returns.ts'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Button, Chip, EachRow, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { Spine } from '../../components/place.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { TakeBack, UndoReturn } from '../../take-back.tsx'
import type { CatalogueAnswer } from '../../use-catalogue-search.ts'
import { announce, useSnapshot } from '../../use-desk.ts'
import { useSayCatalogue } from '../../use-say-catalogue.ts'
import { openHandover } from '../../use-scan.ts'
import styles from './returns.module.css'
import { type Returns as ReturnsDay, useReturns } from './use-returns.ts'

/** Digits and letters that a person reads beside a bar code that does not scan. */
const endOf = (barcode: ItemBarcode): string => barcode.slice(-4)

const say = ({ byTitle: words }: ReturnsWords, answer: CatalogueAnswer, sayCatalogue: ReturnType<typeof useSayCatalogue>): string => {
  if (answer.kind === 'none') return ''
  if (answer.kind !== 'found') return sayCatalogue(answer.kind)
  const { total, isNear } = answer.findings
  return total === 0 ? words.nothing : `${words.count(total)}. ${isNear ? words.near(answer.query) : words.choose}`
}

interface ByTitleProps {
  readonly words: ReturnsWords
  readonly answer: CatalogueAnswer
  readonly onReturn: (barcode: ItemBarcode) => void
}

/** When a label cannot be read (RET-5). Nothing is returned by Enter: two editions look alike, and a person presses the copy in hand. */
const ByTitle = ({ words, answer, onReturn }: ByTitleProps) => {
  const said = say(words, answer, useSayCatalogue())
  useEffect(() => {
    if (said !== '') announce(said)
  }, [said])
  if (answer.kind === 'none') return null
  if (answer.kind !== 'found') return <Say sign="unknown" sentence={said} nextStep={words.byTitle.typeTheCode} />
  const { records, total } = answer.findings
  const apart = tellApart(records.map(({ id, ...record }) => ({ ...record, recordId: id })))
  return (
    <Panel title={words.byTitle.title} end={words.byTitle.count(total)}>
      <p class="fold">{said}</p>
      <Rows label={words.byTitle.title}>
        {records.map((record) => (
          <Found key={record.id} record={record} apart={apart.get(record.id)} words={words} onReturn={onReturn} />
        ))}
      </Rows>
      {total > records.length ? <p class="fold">{words.byTitle.more(total - records.length)}</p> : null}
    </Panel>
  )
}

interface FoundProps {
  readonly record: BibliographicRecord
  readonly apart: string | undefined
  readonly words: ReturnsWords
  readonly onReturn: (barcode: ItemBarcode) => void
}

const Found = ({ record, apart, words, onReturn }: FoundProps) => {
  const { state } = useSnapshot()
  const title = titleToldApart(record.title, apart)
  return (
    <>
      {copiesToReturn(state, record).map(({ copy, isOut }) => (
        <Row
          key={copy.barcode}
          where={copy.callNumber === '' ? null : <Spine callNumber={copy.callNumber} quiet />}
          what={<span class="title">{title}</span>}
          by={[record.author, copy.location, words.byTitle.code(endOf(copy.barcode)), isOut ? words.byTitle.out : '']
            .filter((part) => part !== '')
            .join(' · ')}
        >
          <Button label={words.byTitle.takeNamed(title, endOf(copy.barcode))} onPress={() => onReturn(copy.barcode)}>
            {words.byTitle.take}
          </Button>
        </Row>
      ))}
    </>
  )
}

export const Returns = () => {
  const returns = useReturns()
  const { words } = returns
  return (
    <>
      <Verdict head={words.title(returns.count)}>{returns.bin.trim() === '' ? words.say : words.sayBin(returns.bin.trim())}</Verdict>
      <FieldAndBin returns={returns} />
      {returns.answer.kind === 'none' ? null : <Heard returns={returns} />}
      <ByTitle words={words} answer={returns.byTitle} onReturn={(barcode) => void returns.returnByTitle(barcode)} />
      <JustReturned returns={returns} />
      <div class={styles.two}>
        <ToReshelve returns={returns} />
        <Resting returns={returns} />
      </div>
    </>
  )
}

const FieldAndBin = ({ returns }: { readonly returns: ReturnsDay }) => {
  const { words } = returns
  return (
    <section class={`panel ${styles.ask}`}>
      <ScanField
        label={words.field}
        isVisiblyLabelled
        value={returns.text}
        onInput={returns.setText}
        onEnter={returns.type}
        clearLabel={words.clear}
        submitWords={words.record}
        inputRef={returns.field}
      />
      <div class={styles.bin}>
        <Field label={words.bin} hint={words.binHint} value={returns.bin} maxLength={textLengths.bin} onInput={returns.setBin} />
      </div>
    </section>
  )
}

const Heard = ({ returns }: { readonly returns: ReturnsDay }) => {
  const { words, answer } = returns
  return (
    <div class="heard">
      {answer.kind === 'wanted' ? (
        <Say sign="warn" sentence={answer.sentence} nextStep={answer.nextStep} />
      ) : answer.kind === 'again' || answer.kind === 'undone' ? (
        <Say sign="ok" sentence={answer.sentence} />
      ) : answer.kind === 'reshelved' ? (
        <Say
          sign="ok"
          sentence={answer.sentence}
          actions={
            <TakeBack
              scanned={{ kind: 'reshelve-item', barcode: answer.barcode }}
              operationId={answer.reshelving}
              title={returns.titleOf(answer.barcode)}
              onDone={returns.forget}
            >
              {words.reshelveUndo}
            </TakeBack>
          }
        />
      ) : answer.kind === 'on-pile' ? (
        <Say
          sign="warn"
          sentence={answer.sentence}
          nextStep={words.onPileNext}
          actions={
            <>
              <Button onPress={() => void returns.returnAnyway(answer.barcode)}>{words.returnAnyway}</Button>
              <Button onPress={returns.forget}>{words.leaveOnPile}</Button>
            </>
          }
        />
      ) : answer.kind === 'card' ? (
        <Say
          sign="unknown"
          sentence={answer.sentence}
          nextStep={answer.nextStep}
          actions={<Button onPress={() => openHandover(answer.scan)}>{words.openHandover}</Button>}
        />
      ) : answer.kind === 'unknown' ? (
        <Say sign="unknown" sentence={answer.sentence} nextStep={answer.nextStep} />
      ) : null}
    </div>
  )
}

const JustReturned = ({ returns }: { readonly returns: ReturnsDay }) => {
  const { words, lines } = returns
  return (
    <Panel title={words.returned} className={styles.back ?? ''}>
      {lines.length === 0 ? (
        <p class="fold">{words.nothingYet}</p>
      ) : (
        <EachRow label={words.returned} of={lines} by={({ barcode }) => barcode}>
          {(line) => (
            <Row
              key={line.returning}
              where={line.at}
              what={
                <>
                  <span class="title">{line.title}</span>
                  <span class="by">
                    {line.end} · {line.who}
                    {line.wasLent ? '' : ` · ${words.notLent}`}
                  </span>
                  <ToPutAside words={line.wanted} />
                  <ToPutAside words={returns.wantedThere(line.barcode)} />
                </>
              }
            >
              <TakeBack
                scanned={{ kind: 'return-item', barcode: line.barcode }}
                operationId={line.returning}
                title={line.title}
                onDone={() => returns.undone(line.title)}
              />
            </Row>
          )}
        </EachRow>
      )}
      {returns.others === 0 ? null : (
        <p class="fold">
          <Button look="quiet" icon="down" onPress={returns.showOthers}>
            {words.others(returns.others)}
          </Button>
        </p>
      )}
      {lines.length === 0 ? null : <p class="fold">{words.undoSay}</p>}
    </Panel>
  )
}

/** Said where the document lies in somebody's hand: it goes elsewhere than to its shelf. */
const ToPutAside = ({ words }: { readonly words: string | undefined }) =>
  words === undefined ? null : (
    <span class="by">
      <Chip sign="warn" tone="warn" words={words} />
    </span>
  )

const ToReshelve = ({ returns }: { readonly returns: ReturnsDay }) => {
  const { words, toReshelve } = returns
  return (
    <Panel title={words.reshelve} end={words.reshelveCount(toReshelve.length)} className={styles.shelf ?? ''}>
      {toReshelve.length === 0 ? (
        <p class="fold">{words.reshelveEmpty}</p>
      ) : (
        <EachRow label={words.reshelve} of={toReshelve} by={({ barcode }) => barcode}>
          {(item) => {
            const document = returns.documentOf(item.barcode)
            const title = returns.titleOf(item.barcode)
            return (
              <Row
                key={item.barcode}
                where={document === undefined || document.callNumber === '' ? null : <Spine callNumber={document.callNumber} quiet />}
                what={
                  <>
                    <span class="title">{title}</span>
                    <ToPutAside words={returns.sayWants(item.ilsWants)} />
                  </>
                }
                by={[document?.location ?? '', returns.sayReason(item)].filter((part) => part !== '').join(' · ')}
              >
                <button type="button" class="tick" aria-label={words.tick(title)} onClick={() => void returns.reshelve(item.barcode)} />
              </Row>
            )
          }}
        </EachRow>
      )}
    </Panel>
  )
}

const Resting = ({ returns }: { readonly returns: ReturnsDay }) => {
  const { words, format, resting } = returns
  return (
    <Panel title={words.inQuarantine} end={words.reshelveCount(resting.length)}>
      {resting.length === 0 ? (
        <p class="fold">{words.quarantineEmpty}</p>
      ) : (
        <EachRow label={words.inQuarantine} of={resting} by={({ barcode }) => barcode}>
          {(item) => (
            <Row
              key={item.barcode}
              where={<Icon name="clock" />}
              what={
                <>
                  <span class="title">{returns.titleOf(item.barcode)}</span>
                  <ToPutAside words={returns.sayWants(item.ilsWants)} />
                </>
              }
              by={words.until(format.date(item.until))}
            >
              <UndoReturn
                barcode={item.barcode}
                title={returns.titleOf(item.barcode)}
                onDone={() => returns.undone(returns.titleOf(item.barcode))}
              />
            </Row>
          )}
        </EachRow>
      )}
    </Panel>
  )
}
