/**
 * Réglages › Fichiers: files are dropped or chosen, tried, and imported one by one, each with what would change (IMP-1). Runs in the browser,
 * on line, for a manager. A file that would take much away asks for the number of what goes (IMP-4).
 */
import { useState } from 'preact/hooks'
import type { BroughtReport } from '../../../tablet/desk.ts'
import { Field, Form, SelectField } from '../../components/field.tsx'
import { Sign } from '../../components/icon.tsx'
import { Button, ButtonLink, buttonClass, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import styles from './settings.module.css'
import { type Brought, type Files, kinds, useFiles } from './use-files.ts'

/** Lines shown of those that the file has. */
const shownLines = 8

/** A table as spreadsheets read it, with the mark that makes them read UTF-8; a cell that they would reckon is a text. */
const hrefOfTable = (rows: readonly (readonly string[])[]): string => {
  const cell = (text: string): string => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`)}`
}

export const FilesScreen = () => {
  const files = useFiles()
  const { words, format, all, answer, mayAct, isManager } = files
  const tried = all.filter(({ report }) => report !== undefined)
  const [first] = [...tried.filter(({ state }) => state === 'tried'), ...tried.reverse()]
  const { report, kind, state } = first ?? {}
  const sign = state === 'taken' ? 'ok' : report?.guard && 'warn'
  return (
    <>
      {report === undefined || kind === undefined || !mayAct ? (
        <Verdict head={words.title}>{mayAct ? words.say : isManager ? words.offline : words.managerOnly}</Verdict>
      ) : (
        <Verdict
          {...(sign && { sign })}
          head={sign === 'warn' ? words.held : words.changes(format.count(report.added), format.count(report.removed))}
        >
          {words.kinds[kind]}. {first?.said}
        </Verdict>
      )}
      {mayAct ? <Drop files={files} /> : null}
      {mayAct && all.length > 0 ? <Sent files={files} /> : null}
      {kinds.map((kind) =>
        all.map((one) =>
          one.kind !== kind || one.report === undefined || !mayAct ? null : (
            <div key={one.n} class={`${styles.halves} ${styles.beside}`}>
              <Found kind={kind} report={one.report} files={files} />
              <Changes key={one.said} one={one} report={one.report} files={files} />
            </div>
          ),
        ),
      )}
      {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
      <div class="actions">
        <ButtonLink href={hrefOf('management', 'reglages')} icon="left" look="quiet">
          {words.all}
        </ButtonLink>
      </div>
      <PassphraseWindow asked={files.passphrase} />
    </>
  )
}

const Drop = ({ files: { words, add } }: { readonly files: Files }) => (
  <section
    class={styles.drop}
    aria-label={words.drop}
    onDragOver={(event) => event.preventDefault()}
    onDrop={(event) => {
      event.preventDefault()
      void add([...(event.dataTransfer?.files ?? [])])
    }}
  >
    <div>
      <h2>{words.drop}</h2>
      <p class="soft">{words.dropSay}</p>
    </div>
    <label class={buttonClass('primary', true)}>
      {words.choose}
      <input
        class="sr"
        type="file"
        multiple
        onChange={({ currentTarget }) => {
          void add([...(currentTarget.files ?? [])])
          // The same one may be chosen again.
          currentTarget.value = ''
        }}
      />
    </label>
  </section>
)

const Sent = ({ files: { words, all, choose, stop, tryAll } }: { readonly files: Files }) => (
  <Panel title={words.sent}>
    <Rows label={words.sent}>
      {all.map((one) => (
        <Row
          key={one.n}
          where={one.state === 'refused' ? <Sign name="stop" /> : one.report === undefined ? '…' : <Sign name="ok" />}
          what={<b>{one.file.name}</b>}
          by={<span role="status">{one.said}</span>}
        >
          {one.fileId === undefined || one.state === 'busy' || one.state === 'taken' ? undefined : (
            <SelectField
              label={`${words.kind} ${one.file.name}`}
              hideLabel
              value={one.kind}
              choices={kinds}
              none={words.unknown}
              say={(kind) => words.kinds[kind]}
              onChoose={(kind) => choose(one, kind)}
            />
          )}
        </Row>
      ))}
    </Rows>
    <div class={styles.add}>
      {all.some(({ state, kind }) => state === 'waiting' && kind !== undefined) ? (
        <Button onPress={() => void tryAll()}>{words.try}</Button>
      ) : null}
      <Button onPress={stop}>{all.some(({ state }) => state === 'busy') ? words.stop : words.none}</Button>
    </div>
  </Panel>
)

interface OfReport {
  readonly report: BroughtReport
  readonly files: Files
}

/** Some rows as the desk shows them; then what was rejected, what was mended, and what was noticed. */
const Found = ({ kind, report, files: { words, format } }: OfReport & { readonly kind: (typeof kinds)[number] }) => {
  const { shown, lines, notes, rejected, mended } = report
  const title = words.lines(rejected, mended)
  const file = lines.length > 0 && (
    <a
      class={buttonClass('quiet')}
      download={words.fileName}
      href={hrefOfTable([words.header, ...lines.map((one) => [String(one.line), one.text, one.say])])}
    >
      {words.asFile}
    </a>
  )
  return (
    <div class={styles.side}>
      <Panel title={words.desk(words.kinds[kind])}>
        <Rows label={words.desk(words.kinds[kind])}>
          {shown.map(({ name, say, day, time }, n) => {
            const until = day && (kind === 'orders' ? format.date(day) : words.until(format.dayAndMonth(day)))
            return <Row key={n} where={time && format.time(time)} what={<b>{name}</b>} by={[say, until].filter(Boolean).join(' · ')} />
          })}
        </Rows>
      </Panel>
      <Panel title={title} end={file}>
        <Rows label={title}>
          {lines.slice(0, shownLines).map(({ line, text, say }, n) => (
            <Row key={n} where={words.line(format.count(line))} what={<span class={styles.met}>{text}</span>} by={say} />
          ))}
          {notes.map((note) => (
            <Row key={note} where="" what={<span class={styles.met}>{note}</span>} />
          ))}
        </Rows>
      </Panel>
    </div>
  )
}

const effects = ['added', 'updated', 'removed', 'blocked'] as const

const Changes = ({ one, report, files: { words, format, take } }: OfReport & { readonly one: Brought }) => {
  const [typed, setTyped] = useState('')
  const { state, kind = 'catalogue' } = one
  const guard = state === 'taken' ? undefined : report.guard
  const isRight = guard === undefined || typed.replace(/\s/g, '') === String(guard.type)
  const title = words.wouldChange(words.kinds[kind])
  return (
    <Panel title={title} className={styles.effects ?? ''}>
      <Rows label={title}>
        {effects.map((effect) => {
          const n = report[effect]
          return n === undefined ? null : <Row key={effect} where={format.count(n)} what={words.effects[effect]} />
        })}
        {guard?.before.map((number, n) => (
          <Row key={number} where={words.before} what={<b>{number}</b>} by={words.now(guard.now[n] ?? '')} />
        ))}
      </Rows>
      {guard && (
        <Say
          sign="warn"
          sentence={words.guards[guard.why](format.count(guard.type), format.count(guard.of))}
          {...(guard.before.length > 0 && { nextStep: words.zero })}
        />
      )}
      {state !== 'tried' ? null : (
        <Form class={styles.add} onSubmit={() => isRight && void take(one, guard?.type)}>
          {guard && <Field label={words.type} inputMode="numeric" value={typed} onInput={setTyped} />}
          <Button type="submit" block look={guard ? 'ordinary' : 'primary'} unavailable={isRight ? undefined : words.typeFirst}>
            {words.import(words.kinds[kind])}
          </Button>
        </Form>
      )}
    </Panel>
  )
}
