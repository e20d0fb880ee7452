/**
 * Two managers changed one section: both changes, and the choice, which a person makes (SET-3). Runs in the browser.
 * Whatever is chosen is read again, with its preview, before it is saved.
 */
import { isAlike } from '../../../domain/is-alike.ts'
import { type SectionName, sections } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { Choice } from '../../components/choice.tsx'
import { Row, Rows } from '../../components/panel.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { later } from '../../later.tsx'
import { useDesk, useNow } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import { readFigure } from './read-figures.ts'
import { Sentence } from './sentence.tsx'
import { useChangeAuthor } from './use-change-author.ts'
import type { Conflict, Section } from './use-section.ts'

/** What the page says is not in its sentence. */
const PageMetRows = later(() => import('./page-met.tsx').then((module) => module.PageMetRows))

/** Members that differ between two settings, of one section. */
const changed = (name: SectionName, a: Settings, b: Settings) => sections[name].filter((member) => !isAlike(a[member], b[member]))

/** Both changes, where they touch other members; undefined where they do not. */
const combine = (name: SectionName, base: Settings, theirs: Settings, mine: Settings): Settings | undefined => {
  const [ours, others] = [changed(name, base, mine), changed(name, base, theirs)]
  if (ours.some((member) => others.includes(member))) return undefined
  return { ...theirs, ...Object.fromEntries(ours.map((member) => [member, mine[member]])) }
}

export const ConflictLetter = ({
  name,
  section,
  conflict,
}: {
  readonly name: SectionName
  readonly section: Section
  readonly conflict: Conflict
}) => {
  const { words, base, draft, settle } = section
  const { toLocal } = useDesk()
  const now = useNow()
  const format = useFormats()
  const author = useChangeAuthor()(conflict.change)
  const { theirs } = conflict
  const both = combine(name, base, theirs, draft)
  const read = (settings: Settings) => (
    <>
      <Sentence template={words.sections[name].sentence} figure={(figure) => <b>{readFigure(words, format, settings, figure)}</b>} />
      {name === 'page' ? <PageMetRows settings={settings} /> : null}
    </>
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
          <Row
            where={format.time(toLocal(conflict.change.at).time)}
            what={
              <>
                <span>
                  <b>{author}</b> · {words.conflict.saved}
                </span>
                {read(theirs)}
              </>
            }
          />
          <Row
            where={format.time(now.time)}
            what={
              <>
                <span>
                  <b>{words.conflict.you}</b> · {words.conflict.notSaved}
                </span>
                {read(draft)}
              </>
            }
          />
        </Rows>
        <div class="choices">
          {both === undefined ? null : choice(words.conflict.both, words.conflict.bothSay, both)}
          {choice(words.conflict.theirs(author), words.conflict.theirsSay, theirs)}
          {choice(words.conflict.mine, words.conflict.mineSay(author), {
            ...theirs,
            ...Object.fromEntries(sections[name].map((member) => [member, draft[member]])),
          })}
        </div>
      </section>
    </>
  )
}
