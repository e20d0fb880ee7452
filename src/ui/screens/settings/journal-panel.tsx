/**
 * The journal of the settings (SET-5): who changed what, when, and which tablets have it (SET-7). Runs in the browser, on line.
 * « Remettre » opens the section with what it held before, as a new change with today's preview.
 */
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { parseLocalDate } from '../../../domain/local-date.ts'
import { type SectionName, type Settings, sectionNames, withSection } from '../../../domain/settings/settings.ts'
import { settingsWords } from '../../../locale/en/settings.ts'
import { teamWords } from '../../../locale/en/team.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { TeamWords } from '../../../locale/fr/team.ts'
import type { SettingChange, SettingJournal } from '../../../tablet/desk.ts'
import { breakDate } from '../../break-date.ts'
import { Button, Panel, Row, Rows } from '../../components/parts.tsx'
import { paths } from '../../routes.ts'
import { useDesk, useFormats, useSnapshot, useWords } from '../../use-desk.ts'
import { sectionPages } from './section-pages.ts'
import { useChangeAuthor } from './use-change-author.ts'
import { useSayChanges } from './use-say-changes.ts'
import { putBack } from './use-section.ts'

/** Changes of one entry that are said, and signs of each side: a mail is read where it is written. */
const [saidChanges, saidSigns] = [4, 90]

const shorten = (text: string): string => (text.length > saidSigns ? `${text.slice(0, saidSigns)}…` : text)

export const JournalPanel = ({ settings, isManager }: { readonly settings: Settings; readonly isManager: boolean }) => {
  const words = useWords(settingsWords)
  const format = useFormats()
  const desk = useDesk()
  const [, go] = useLocation()
  const { link, state } = useSnapshot()
  const authorOf = useChangeAuthor()
  const sayChanges = useSayChanges()
  const ofTeam = useWords(teamWords)
  const nameOf = (id: string): string => [...state.all('librarian')].find((one) => one.id === id)?.name ?? words.journal.gone
  const [journal, setJournal] = useState<SettingJournal | undefined>(undefined)
  const isOnline = link.kind === 'online'
  const read = async (before?: number): Promise<void> => {
    const answered = await desk.management.readSettingJournal(before)
    if (answered.kind !== 'done') return
    setJournal((shown) =>
      before === undefined || shown === undefined
        ? answered.value
        : { ...answered.value, changes: [...shown.changes, ...answered.value.changes] },
    )
  }
  // Read again when a change has come: its version is in the row.
  useEffect(() => {
    if (isOnline) void read()
  }, [isOnline, JSON.stringify(settings.versions)])

  /** Each thing that the section says otherwise since: the first is the heading. */
  const sayChange = (name: SectionName, { was, became }: SettingChange): readonly string[] => {
    const changes = sayChanges(name, withSection(settings, name, was), withSection(settings, name, became))
    const rest = changes.length - saidChanges
    return [
      ...changes
        .slice(0, saidChanges)
        .map(({ label, said, ...change }) =>
          said === undefined
            ? words.journal.thing(label, shorten(change.was), shorten(change.became))
            : words.journal.said(label, shorten(said)),
        ),
      ...(rest > 0 ? [words.journal.more(rest)] : []),
    ]
  }
  const sayTablets = ({ at }: SettingChange): string | undefined => {
    const heard = [...(journal?.heardAt ?? [])]
    const missing = heard.filter(([, heardAt]) => heardAt === undefined || heardAt < at).map(([id]) => state.get('device', id))
    if (missing.length === 0) return undefined
    const labels = missing.flatMap((device) => (device === undefined ? [] : [format.tablet(device)]))
    return words.journal.tablets(heard.length - missing.length, heard.length, format.list(labels))
  }
  const row = (change: SettingChange) => {
    const name = sectionNames.find((known) => known === change.section)
    const when = desk.toLocal(change.at)
    // Beside the sections of the settings, the journal has the team.
    const isTeam = change.section === 'team'
    const title = isTeam ? words.team : name === undefined ? change.section : words.sections[name].title
    const page = sectionPages.find((one) => one.name === name)
    const moved = name === 'days' || name === 'ranges' ? [words.journal.orders(change.orders)] : []
    const [heading, ...others] = isTeam ? sayTeamChange(ofTeam, format, nameOf, change) : name === undefined ? [] : sayChange(name, change)
    const by = [...others, ...moved, words.journal.at(format.time(when.time)), sayTablets(change)]
    return (
      <Row
        key={change.number}
        where={breakDate(format.shortDate(when.date))}
        what={
          <span>
            <b>{authorOf(change)}</b> {words.journal.changed(title, heading)}
          </span>
        }
        by={by.filter((part) => part !== undefined).join(' · ')}
      >
        {!isManager || page === undefined ? undefined : (
          <Button
            icon="undo"
            label={words.journal.putBackNamed(title, format.dayAndMonth(when.date))}
            onPress={() => {
              putBack.value = { section: page.name, value: change.was }
              go(`${paths.management}/reglages/${page.segment}`)
            }}
          >
            <span class="hide-s">{words.journal.putBack}</span>
          </Button>
        )}
      </Row>
    )
  }
  return (
    <Panel title={words.journal.title} end={words.journal.end}>
      {journal === undefined || journal.changes.length === 0 ? (
        <p class="fold">{!isOnline ? words.journal.offline : journal === undefined ? words.journal.reading : words.journal.empty}</p>
      ) : (
        <Rows label={words.journal.title}>{journal.changes.map(row)}</Rows>
      )}
      {journal === undefined || journal.isWhole ? null : (
        <div class="panel-foot">
          <Button onPress={() => void read(journal.changes.at(-1)?.number)}>{words.journal.older}</Button>
        </div>
      )}
    </Panel>
  )
}

/** A change of the team (SET-12), by the name that a person has here now: the journal keeps none. */
const sayTeamChange = (
  words: TeamWords,
  format: Formats,
  nameOf: (id: string) => string,
  { was: before, became: after }: Pick<SettingChange, 'was' | 'became'>,
): readonly string[] => {
  // Written by the endpoint's `asJournal`: a later one may say more.
  const [was, became]: readonly Readonly<Record<string, unknown>>[] = [before, after]
  if (was === undefined || became === undefined) return []
  const name = nameOf(String(became.librarianId))
  const { journal } = words
  if (was.librarianId === undefined) return [journal.joined(name)]
  if (became.librarianId === undefined) return [journal.removed]
  const day = parseLocalDate(String(became.lastDay ?? ''))
  return [
    ...(became.isRenamed === true ? [journal.renamed(name)] : []),
    ...(was.isManager === became.isManager ? [] : [became.isManager === true ? journal.manager(name) : journal.librarian(name)]),
    ...(was.lastDay === became.lastDay ? [] : [day === undefined ? journal.stays(name) : journal.left(name, format.dayAndMonth(day))]),
    ...(was.ownPin !== became.ownPin && became.ownPin === 'awaited' ? [journal.pinVoid(name)] : []),
  ]
}
