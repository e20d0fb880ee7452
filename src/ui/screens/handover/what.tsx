/**
 * « Quoi ? »: the pile against the order, document by document, then one gesture. Runs in the browser.
 * The count is read from two metres; what is missing is named with its bay; nothing that waits for a decision is handed over (HO-2 to HO-5).
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Field } from '../../components/field.tsx'
import { Icon, type IconName, Mark, Sign } from '../../components/icon.tsx'
import { Bay, Ticket } from '../../components/place.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { AnswerSay } from './answer-say.tsx'
import styles from './handover.module.css'
import type { DocumentRow, Handover, OpenHandover } from './use-handover.ts'

/** The ILS's document types are its own words: the drawing is a hint beside the title, the book stands for all others. */
export const iconOfType = (documentType: string | undefined): IconName =>
  /bd|comic|manga/i.test(documentType ?? '')
    ? 'comic'
    : /dvd|film|vid/i.test(documentType ?? '')
      ? 'film'
      : /cd|disque|mus/i.test(documentType ?? '')
        ? 'disc'
        : 'book'

export const What = ({ handover, open }: { readonly handover: Handover; readonly open: OpenHandover }) => {
  const { words } = handover
  return (
    <section class="panel talk">
      <div class="turn">
        <div class="where">{words.who}</div>
        <div class="turn-body turn-who">
          <div class="who-line">
            <span class="turn-name">{open.name}</span>
            {open.number === undefined ? null : <Ticket number={open.number} />}
            {open.bays.map((bay) => (
              <Bay key={bay} word={words.bay} bays={[bay]} />
            ))}
          </div>
          <div class="who-sub">
            <p class="small soft">{open.sub}</p>
            <Button look="quiet" icon="undo" onPress={() => void handover.setAside()}>
              {words.change}
            </Button>
          </div>
          {open.warning === '' ? null : <Chip sign="warn" tone="warn" words={open.warning} />}
          {open.note === '' ? null : <p class="small">{words.note(open.note)}</p>}
          {open.afterwards === undefined ? null : <Chip sign="warn" tone="warn" words={open.afterwards} />}
          {open.isResumed ? <p class="small">{words.resumed}</p> : null}
        </div>
      </div>
      <div class="turn">
        <div class="where">{words.what}</div>
        <div class={`turn-body ${styles.flush}`}>
          <div class="turn-sum">
            <h1 class="count-line" tabIndex={-1}>
              <span class="count">{open.count}</span>
              <span class="rest">{open.rest}</span>
            </h1>
          </div>
          {handover.answer === undefined ? null : <AnswerSay answer={handover.answer} words={words} />}
          <ul class="items" aria-label={words.what}>
            {open.rows.map((row) => (
              <ItemRow key={row.key} row={row} handover={handover} />
            ))}
          </ul>
          <div class={styles.scan}>
            <ScanField
              label={words.scanField}
              isVisiblyLabelled
              value={handover.text}
              onInput={handover.setText}
              onEnter={handover.type}
              clearLabel={words.clear}
              submitWords={words.scanAdd}
              inputRef={handover.field}
            />
          </div>
        </div>
      </div>
      <div class={`turn turn-end ${styles.end}`}>
        <div class="where">{words.good}</div>
        <div class="turn-body">
          <div class="finish">
            <Button
              look="primary"
              walking
              unavailable={open.leaving === 0 ? words.nothingYet : undefined}
              onPress={() => void handover.handOver()}
            >
              {handover.isSaving ? words.saving : words.handOver(open.leaving)}
            </Button>
            <Button walking onPress={() => void handover.setAside()}>
              {words.setAside}
            </Button>
          </div>
          {open.consequences === '' ? null : <p class="small soft">{open.consequences}</p>}
        </div>
      </div>
      <div class="turn">
        <div class="where">{words.receipt}</div>
        <div class="turn-body">
          <fieldset class={styles.receipt}>
            <legend class="sr">{words.receiptWish}</legend>
            {(['printed', 'mailed', 'refused'] as const).map((wish) => (
              <Button
                key={wish}
                pressed={handover.receipt === wish}
                onPress={() => handover.setReceipt(handover.receipt === wish ? 'undecided' : wish)}
              >
                {wish === 'printed' ? words.receiptPrint : wish === 'mailed' ? words.receiptMail : words.receiptNone}
              </Button>
            ))}
          </fieldset>
        </div>
      </div>
    </section>
  )
}

const ItemRow = ({ row, handover }: { readonly row: DocumentRow; readonly handover: Handover }) => {
  const { words } = handover
  const [reason, setReason] = useState<
    { readonly kind: 'closed' } | { readonly kind: 'asked'; readonly text: string; readonly isOther: boolean }
  >({
    kind: 'closed',
  })
  const firstReason = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (reason.kind === 'asked') firstReason.current?.focus()
  }, [reason.kind])
  const lend = () => {
    if (row.kind === 'watch' && reason.kind === 'asked' && reason.text.trim() !== '')
      void handover.override(row.barcode, reason.text.trim())
  }
  return (
    <li class={row.kind === 'watch' ? 'watch' : row.kind === 'missing' ? 'missing' : styles.settled}>
      {row.kind === 'watch' ? (
        <Sign name="warn" />
      ) : (
        <Mark name={row.kind === 'taken' ? 'done' : row.kind === 'missing' ? 'todo' : 'cancelled'} />
      )}
      <Icon name={iconOfType(row.documentType)} />
      <div>
        <p class="title">{row.title}</p>
        <p class="by">
          {row.kind === 'watch' ? (
            <b class={`chip warn ${styles.inline}`}>{row.why}</b>
          ) : (
            <>
              {row.author}
              {row.author !== '' && row.remark !== '' ? ' · ' : ''}
              {row.kind === 'missing' ? <b class={styles.loud}>{row.remark}</b> : row.remark}
            </>
          )}
        </p>
      </div>
      <div class="end">
        {row.kind === 'taken' ? (
          <>
            <span class="due">{row.due}</span>
            <Button look="quiet" label={words.leaveNamed(row.title)} onPress={() => void handover.leave(row.barcode)}>
              {words.leaveShort}
            </Button>
            <Button look="quiet" icon="cross" label={words.remove(row.title)} onPress={() => void handover.remove(row.barcode)} />
          </>
        ) : row.kind === 'watch' ? (
          <>
            <Button label={words.leaveNamed(row.title)} onPress={() => void handover.leave(row.barcode)}>
              {words.leave}
            </Button>
            {reason.kind === 'closed' && row.canOverride ? (
              <Button onPress={() => setReason({ kind: 'asked', text: '', isOther: false })}>{words.lendAnyway}</Button>
            ) : null}
          </>
        ) : row.kind === 'left' ? (
          <Button look="quiet" icon="undo" onPress={() => void handover.takeBack(row.barcode)}>
            {words.takeAfterAll}
          </Button>
        ) : row.kind === 'not-found' ? (
          <Button look="quiet" icon="undo" onPress={() => void handover.lookAgain(row.lineId)}>
            {words.stillLook}
          </Button>
        ) : row.kind === 'missing' ? (
          <>
            {row.bays.length === 0 ? null : <Bay word={words.bay} bays={row.bays} />}
            <Button label={`${words.notFound} : ${row.title}`} onPress={() => void handover.notFound(row.lineId)}>
              {words.notFound}
            </Button>
          </>
        ) : null}
      </div>
      {row.kind === 'watch' && reason.kind === 'asked' ? (
        <form
          class="reasons"
          onSubmit={(event) => {
            event.preventDefault()
            lend()
          }}
        >
          <p>{words.why}</p>
          {words.reasons.map((known, n) => (
            <Button
              key={known}
              {...(n === 0 ? { buttonRef: firstReason } : {})}
              {...(reason.text === known ? { icon: 'check' as const } : {})}
              pressed={reason.text === known}
              onPress={() => setReason({ kind: 'asked', text: known, isOther: false })}
            >
              {known}
            </Button>
          ))}
          <Button icon="pen" pressed={reason.isOther} onPress={() => setReason({ kind: 'asked', text: '', isOther: true })}>
            {words.otherReason}
          </Button>
          {reason.isOther ? (
            <Field
              label={words.reasonField}
              value={reason.text}
              maxLength={200}
              onInput={(text) => setReason({ kind: 'asked', text, isOther: true })}
            />
          ) : null}
          <Button type="submit" icon="handover" unavailable={reason.text.trim() === '' ? words.why : undefined}>
            {words.lend}
          </Button>
        </form>
      ) : null}
    </li>
  )
}
