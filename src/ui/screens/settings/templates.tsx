/**
 * The words of the messages, one template for each kind and language: plain text with named blanks, refused where it is wrong, with what
 * the sender makes of it beside (MSG-10). Runs in the browser; read off line too.
 */
import { useId, useRef, useState } from 'preact/hooks'
import { blankWords } from '../../../domain/message/blank-words.ts'
import { type MailAddress, type MessageKind, type MessageLanguage, messageKinds, readMailAddress } from '../../../domain/message/message.ts'
import {
  blanksOf,
  checkMessageTemplate,
  messageLanguages,
  requiredBlanks,
  withTemplate,
} from '../../../domain/message/message-templates.ts'
import { isOff, messageSetting } from '../../../domain/message/message-times.ts'
import { languageOf, type Sample, sampleSources, samples } from '../../../domain/message/sample-messages.ts'
import type { Template } from '../../../domain/message/template.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { templatesWords } from '../../../locale/en/templates.ts'
import { messageWords, templateOf, withOrderLink, writeLetter } from '../../../locale/write-letter.ts'
import { ChoiceField, Field, SelectField } from '../../components/field.tsx'
import { Icon, Sign } from '../../components/icon.tsx'
import { Button, ButtonLink, Panel, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useNow, useWords } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { ConflictLetter } from './conflict-letter.tsx'
import styles from './templates.module.css'
import { type Section, useSection } from './use-section.ts'

/** What is in hand: which template, and how it is shown. */
interface InHand {
  readonly kind: MessageKind
  readonly language: MessageLanguage
  readonly sample: Sample
}

export const TemplatesScreen = ({ current }: { readonly current: Settings }) => {
  const section = useSection('templates', current)
  const words = useWords(templatesWords)
  const [inHand, setInHand] = useState<InHand>({ kind: 'ready', language: 'fr', sample: 'whole' })
  const { words: common, draft, conflict, isManager, mayAct } = section
  if (conflict !== undefined) return <ConflictLetter section={section} conflict={conflict} />
  return (
    <>
      <Verdict head={common.sections.templates.title}>{mayAct ? common.notYet : isManager ? common.offline : common.managerOnly}</Verdict>
      <div class={styles.post}>
        <nav class="panel" aria-label={words.kinds}>
          <ul class={styles.list}>
            {messageKinds.map((kind) => (
              <li key={kind} class={isOff(draft, kind) ? styles.stays : undefined}>
                <button type="button" aria-pressed={kind === inHand.kind} onClick={() => setInHand({ ...inHand, kind })}>
                  <span>
                    <b>{common.messages.kinds[kind]}</b>
                    <small>{isOff(draft, kind) ? words.off : common.messages.when[kind]}</small>
                  </span>
                  <Icon name={isOff(draft, kind) ? 'cross' : 'check'} />
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <Compose section={section} inHand={inHand} onLanguage={(language) => setInHand({ ...inHand, language })} />
        <Preview section={section} inHand={inHand} onSample={(sample) => setInHand({ ...inHand, sample })} />
      </div>
      <ButtonLink href={hrefOf('management', 'reglages')} icon="left" look="quiet">
        {common.all}
      </ButtonLink>
      <PassphraseWindow asked={section.passphrase} />
    </>
  )
}

/** The template in hand, and what replaces it: the one that the library started from is kept nowhere. */
const useTemplate = ({ draft, change }: Section, { kind, language }: InHand) => {
  const original = messageWords[language].templates[kind]
  const template = templateOf(draft, language, kind)
  const write = (next: Template): void => {
    const isOriginal = next.subject === original.subject && next.text === original.text
    change({ ...draft, messageTemplates: withTemplate(draft.messageTemplates, language, kind, isOriginal ? undefined : next) })
  }
  return { template, original, write, isOriginal: draft.messageTemplates?.[language]?.[kind] === undefined }
}

interface PartProps {
  readonly section: Section
  readonly inHand: InHand
}

const Compose = ({ section, inHand, onLanguage }: PartProps & { readonly onLanguage: (language: MessageLanguage) => void }) => {
  const words = useWords(templatesWords)
  const { kind, language } = inHand
  const { words: common, mayAct } = section
  const { template, write } = useTemplate(section, inHand)
  const [subject, text] = [useRef<HTMLInputElement>(null), useRef<HTMLTextAreaElement>(null)]
  const id = useId()
  const insert = (piece: string): void => {
    const isSubject = document.activeElement === subject.current
    const field = isSubject ? subject.current : text.current
    if (field === null) return
    const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length]
    const part = isSubject ? 'subject' : 'text'
    field.focus()
    // At once, the caret behind it: a key that follows is not lost.
    field.setRangeText(piece, from, to, 'end')
    write({ ...template, [part]: field.value })
  }
  const found = checkMessageTemplate(kind, language, template)
  const isWrong = found.subject.length + found.text.length > 0
  const ofField = (part: 'subject' | 'text') => ({
    lang: language,
    value: template[part],
    'aria-invalid': found[part].length > 0,
    'aria-describedby': `${id}-faults`,
  })
  return (
    <Panel title={common.messages.kinds[kind]} className={styles.compose ?? ''}>
      <div class={styles.fields}>
        <ChoiceField
          label={words.language}
          hideLabel
          inline
          value={language}
          choices={messageLanguages.map((value) => ({ value, words: words.languages[value], lang: value }))}
          onChoose={onLanguage}
        />
        {mayAct ? (
          <>
            <label class="input">
              <span>{words.subject}</span>
              <input
                ref={subject}
                type="text"
                autoComplete="off"
                {...ofField('subject')}
                onInput={({ currentTarget }) => write({ ...template, subject: currentTarget.value })}
              />
            </label>
            <label class="input">
              <span>{words.text}</span>
              <textarea
                ref={text}
                class={styles.text}
                rows={11}
                {...ofField('text')}
                onInput={({ currentTarget }) => write({ ...template, text: currentTarget.value })}
              />
            </label>
            <fieldset class={styles.palette}>
              <legend class="soft small">{words.insert}</legend>
              {blanksOf[kind].map((name) => (
                <button
                  key={name}
                  type="button"
                  class={styles.blank}
                  aria-label={words.insertNamed(blankWords[language][name])}
                  // The field keeps the focus, so that the word goes where the hand was.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => insert(`{${blankWords[language][name]}}`)}
                >
                  {blankWords[language][name]}
                </button>
              ))}
              <button type="button" class={styles.blank} onMouseDown={(event) => event.preventDefault()} onClick={() => insert('[ ]')}>
                {words.optional}
              </button>
            </fieldset>
          </>
        ) : (
          <div lang={language}>
            <p>
              <b>{template.subject}</b>
            </p>
            <p class={styles.read}>{template.text}</p>
          </div>
        )}
        <div id={`${id}-faults`} class={styles.faults}>
          {(['subject', 'text'] as const).flatMap((part) =>
            found[part].map((fault) => {
              const { what, next } = words.sayFault(fault, words[part])
              return <Say key={what} sign="stop" sentence={what} nextStep={next} />
            }),
          )}
          {isWrong ? null : (
            <p class={styles.whole}>
              <Sign name="ok" />
              <span>{words.whole(requiredBlanks[kind].map((name) => blankWords[language][name]))}</span>
            </p>
          )}
        </div>
        {mayAct ? <Finish section={section} inHand={inHand} isWrong={isWrong} /> : null}
      </div>
    </Panel>
  )
}

/** Keeps it, gives it up, and tries it. */
const Finish = ({ section, inHand, isWrong }: PartProps & { readonly isWrong: boolean }) => {
  const words = useWords(templatesWords)
  const { words: common, draft, faults, isChanged, answer, ask, say } = section
  const { original, write, isOriginal } = useTemplate(section, inHand)
  const desk = useDesk()
  const [typed, setTyped] = useState('')
  const to: MailAddress | undefined = readMailAddress(typed)
  const language = languageOf(inHand.sample, inHand.language)
  const elsewhere = faults.length > 0 && !isWrong ? words.wrongElsewhere : undefined
  const unavailable = !isChanged
    ? words.nothingChanged
    : isWrong
      ? common.mendFirst
      : (elsewhere ?? (answer.kind === 'working' ? common.notYet : undefined))
  const isSending = draft.sendsMail === true
  const trial = async (): Promise<void> => {
    if (to === undefined) return
    const { kind, sample } = inHand
    const asked = { to, language, kind, sample, ...templateOf(draft, language, kind) }
    const end = await ask({ why: words.trialWhy, button: words.trial }, () => desk.management.sendTrial(asked))
    if (end !== undefined) say(end === 'written' ? words.trialLeaves(to) : words.trialEnds[end])
  }
  return (
    <>
      <div class={styles.finish}>
        <Button look="primary" unavailable={unavailable} onPress={() => void section.save()}>
          {common.save}
        </Button>
        {isOriginal ? null : (
          <Button look="quiet" icon="undo" onPress={() => write(original)}>
            {words.origin}
          </Button>
        )}
        {isChanged ? (
          <Button look="quiet" onPress={section.keep}>
            {words.giveUp}
          </Button>
        ) : null}
      </div>
      <div class={styles.trial}>
        <Field label={words.trialTo} value={typed} autoComplete="email" onInput={setTyped} />
        <Button
          unavailable={
            !isSending ? common.messages.noRelay.what : to === undefined ? words.addressFirst : isWrong ? common.mendFirst : undefined
          }
          onPress={() => void trial()}
        >
          {words.trial}
        </Button>
      </div>
      {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
      {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
    </>
  )
}

const Preview = ({ section, inHand, onSample }: PartProps & { readonly onSample: (sample: Sample) => void }) => {
  const words = useWords(templatesWords)
  const { draft, words: common } = section
  const now = useNow()
  const { kind, sample } = inHand
  // The receipt is of what was taken (MSG-6).
  const isTitled = kind === 'receipt' || messageSetting(draft, 'titlesInMail')
  const language = languageOf(sample, inHand.language)
  const sources = sampleSources(kind, sample, draft, now.date)
  const letter = writeLetter(templateOf(draft, language, kind), language, kind, sources)
  const address = `${draft.pageAddress ?? ''}${language}/c/…`
  const { subject, paragraphs, closing, service, library, why } = withOrderLink(letter, language, kind, draft, address)
  return (
    <Panel title={words.preview} className={styles.preview ?? ''}>
      <div class={styles.sample}>
        <SelectField
          label={words.sample}
          hideLabel
          value={sample}
          choices={samples}
          say={(one) => words.samples[one]}
          onChoose={(one = 'whole') => onSample(one)}
        />
      </div>
      <div class={styles.envelope} lang={language}>
        <p>
          {`${words.from} `}
          <b>{sources.settings.libraryName}</b>
        </p>
        <p>
          {`${words.subject} `}
          <b>{subject}</b>
        </p>
      </div>
      <div class={styles.letter} lang={language}>
        {paragraphs.map(({ lines, isHour }, n) => (
          <p key={n} class={isHour ? styles.hour : undefined}>
            {lines.map((line, m) => (
              <span key={m}>{line}</span>
            ))}
          </p>
        ))}
        {closing === undefined ? null : <p>{`${closing.before}${closing.telephone ?? ''}${closing.after}`}</p>}
        <p class="small soft">
          <span>{`${service}, ${library}`}</span>
          <span>{why}</span>
        </p>
      </div>
      <p class="fold">{words.added(isTitled)}</p>
      {kind === 'receipt' ? null : (
        <div class={styles.titles}>
          <p class="small">
            <b>{words.titles(common.messages.titles(messageSetting(draft, 'titlesInMail')))}</b> {common.messages.titlesShared}
          </p>
          <ButtonLink look="quiet" href={hrefOf('management', 'reglages', 'courriels')} label={words.changeTitlesNamed}>
            {words.changeTitles}
          </ButtonLink>
        </div>
      )}
    </Panel>
  )
}
