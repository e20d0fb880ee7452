/**
 * Two managers changed one section: both changes, and the choice, which a person makes (SET-3). Runs in the browser.
 * Whatever is chosen is read again, with its preview, before it is saved.
 */
import { combineSections } from '../../../domain/settings/combine-sections.ts'
import { type SectionName, type Settings, sectionOf, withSection } from '../../../domain/settings/settings.ts'
import { Choice } from '../../components/choice.tsx'
import { Row, Rows, Verdict } from '../../components/parts.tsx'
import { later } from '../../later.tsx'
import { useDesk, useFormats, useNow } from '../../use-desk.ts'
import { sayPreview, sayPreviewed, usePreviewOf } from './effects.tsx'
import { readFigure, templateOf } from './read-figures.ts'
import { numberFields } from './section-pages.ts'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import { useChangeAuthor } from './use-change-author.ts'
import { useSayChanges } from './use-say-changes.ts'
import type { Conflict, Section } from './use-section.ts'

/** What the page says is not in its sentence. */
const PageMetRows = later(() => import('./page-met.tsx').then((module) => module.PageMetRows))

/** Whether the sentence has every figure that may differ: that of the bays sums up the sites, others what each thing says. */
const isInSentence = (name: SectionName, settings: Settings): boolean =>
  name === 'name' || name === 'codes' || (name !== 'bays' && numberFields(name, settings).length > 0)

/** Previewed lines that fit beside a change. */
const saidLines = 2

export const ConflictLetter = ({ section, conflict }: { readonly section: Section; readonly conflict: Conflict }) => {
  const { name, words, base, draft, settle } = section
  const { toLocal } = useDesk()
  const now = useNow()
  const format = useFormats()
  const author = useChangeAuthor()(conflict.change)
  const sayChanges = useSayChanges()
  const preview = usePreviewOf(name, base)
  const { theirs } = conflict
  const both = combineSections(name, { base, theirs, mine: draft }, now.date)
  const mine = withSection(theirs, name, sectionOf(draft, name))
  /** What the desk would do by these, where it is not what it does now (SET-2). */
  const sayDesk = (settings: Settings): readonly string[] =>
    preview(settings)
      .map((line) => ({ ...sayPreview(words, format, line), what: sayPreviewed(words, line) }))
      .filter(({ was, becomes }) => was !== becomes)
      .slice(0, saidLines)
      .map(({ becomes, what }) => `${becomes}\u00a0${what}`)
  const read = (settings: Settings) => (
    <>
      <Sentence
        template={templateOf(words, settings, name)}
        figure={(figure) => {
          const said = readFigure(words, format, settings, figure)
          return said === readFigure(words, format, base, figure) ? said : <b class={styles.touched}>{said}</b>
        }}
      />
      {isInSentence(name, base)
        ? null
        : sayChanges(name, base, settings).map(({ label, was, became }) => (
            <span key={label}>
              {`${format.lead(label)} `}
              <b class={styles.touched}>{became}</b> <span class="soft">{words.conflict.before(was)}</span>
            </span>
          ))}
      {name === 'page' ? <PageMetRows settings={settings} /> : null}
    </>
  )
  const change = (at: string, who: string, state: string, settings: Settings) => (
    <Row
      where={at}
      what={
        <>
          <b>{who}</b>
          {read(settings)}
        </>
      }
      by={[state, ...sayDesk(settings)].join(' · ')}
    />
  )
  const choice = (head: string, say: string, chosen: Settings) => <Choice head={head} say={say} onPress={() => settle(chosen)} />
  return (
    <>
      <Verdict sign="warn" head={words.conflict.head}>
        {words.conflict.say(author)}
      </Verdict>
      <section class="panel letter" aria-label={words.sections[name].title}>
        <h2>{words.sections[name].title}</h2>
        <Rows>
          {change(format.time(toLocal(conflict.change.at).time), author, words.conflict.saved, theirs)}
          {change(format.time(now.time), words.conflict.you, words.conflict.notSaved, draft)}
        </Rows>
        <div class="choices">
          {both === undefined ? null : choice(words.conflict.both, [...sayDesk(both), words.conflict.bothSay].join(' · '), both)}
          {choice(words.conflict.theirs(author), words.conflict.theirsSay, theirs)}
          {choice(words.conflict.mine, words.conflict.mineSay(author), mine)}
        </div>
      </section>
    </>
  )
}
