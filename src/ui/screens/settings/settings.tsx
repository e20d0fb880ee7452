/**
 * Réglages: what the manager decided, each as a sentence with its figure inside, read by everybody, off line too; below, the journal of
 * what changed. Runs in the browser. A section's screen opens from its sentence.
 */
import { useEffect, useState } from 'preact/hooks'
import { isInTeam } from '../../../domain/librarian/librarian.ts'
import { others } from '../../../domain/loan-right/change-rights.ts'
import { bayHolders } from '../../../domain/pull-list/choose-bay.ts'
import type { SectionName, Settings } from '../../../domain/settings/settings.ts'
import { countWeek } from '../../../domain/slot/count-week.ts'
import { daysToCome } from '../../../domain/slot/holidays-to-decide.ts'
import { settingsWords } from '../../../locale/en/settings.ts'
import { tabletsWords } from '../../../locale/en/tablets.ts'
import type { IlsLinkLook } from '../../../tablet/desk.ts'
import { ButtonLink, Panel, Row, Rows, Verdict } from '../../components/parts.tsx'
import { later } from '../../later.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats, useFromState, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { useMoment } from '../../use-moment.ts'
import { Tablets } from '../tablets/tablets.tsx'
import { HolidayPanel } from './days-editor.tsx'
import { IlsScreen } from './ils-screen.tsx'
import { JournalPanel } from './journal-panel.tsx'
import { readFigure, type SettingsWords, templateOf } from './read-figures.ts'
import { type SectionPage, sectionPages } from './section-pages.ts'
import { SectionScreen } from './section-screen.tsx'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import { TeamScreen } from './team.tsx'
import { useLastWeeks } from './use-last-weeks.ts'

/** With words and samples of its own: a chunk of its own. */
const Templates = later(() => import('./templates.tsx').then((module) => module.TemplatesScreen))

const Files = later(() => import('./files-screen.tsx').then((module) => module.FilesScreen))

/** In the address: the team, the tablets, the ILS and files are no sections of the settings' row. */
const [teamSegment, tabletsSegment, ilsSegment, filesSegment] = ['equipe', 'tablettes', 'sigb', 'fichiers']

export const SettingsRoom = ({ part }: { readonly part: string | undefined }) => {
  const settings = useSettings()
  const words = useWords(settingsWords)
  const page = sectionPages.find(({ segment }) => segment === part)
  if (settings === undefined) return null
  if (part === teamSegment) return <TeamScreen settings={settings} />
  if (part === tabletsSegment) return <TabletsScreen words={words} />
  if (part === ilsSegment) return <IlsScreen />
  if (part === filesSegment) return <Files />
  if (page?.name === 'templates') return <Templates current={settings} />
  return page === undefined ? <FrontPage settings={settings} /> : <SectionScreen key={page.name} name={page.name} current={settings} />
}

/** Sentences that are not of the settings' row stand with the place. */
interface SentenceRow {
  readonly name: string
  readonly title: string
  readonly template: string
  readonly figure: (name: string) => string
  /** Of its address. */
  readonly segment: string
  /** Below the sentence, how it is now. */
  readonly now?: string | undefined
}

const FrontPage = ({ settings }: { readonly settings: Settings }) => {
  const words = useWords(settingsWords)
  const format = useFormats()
  const now = useNow()
  const { state, phase } = useSnapshot()
  const isManager = phase.kind === 'signed-in' && phase.librarian.isManager
  const librarians = [...state.all('librarian')].filter((one) => isInTeam(one, now.date))
  const tablets = [...state.all('device')].filter(({ isSetAside }) => !isSetAside)

  const taken = useFromState((rows) => settings.sites.reduce((sum, { id }) => sum + bayHolders(rows, id).size, 0), settings)
  const awaited = librarians.filter(({ ownPin }) => ownPin === 'awaited').map(({ name }) => name)
  const [silent] = tablets.filter(({ lastHeardOn }) => lastHeardOn < now.date).sort((a, b) => (a.lastHeardOn < b.lastHeardOn ? -1 : 1))
  const ils = useIlsSaid(words)
  const { loanRights } = settings
  const countNamed = (axis: 'category' | 'documentType'): number =>
    new Set(loanRights.map((right) => right[axis]).filter((name) => name !== others)).size
  const nowOf: Partial<Readonly<Record<SectionName, string | undefined>>> = {
    bays: words.now.bays(taken),
    rights: loanRights.length < 2 ? undefined : words.now.rights(loanRights.length, countNamed('category'), countNamed('documentType')),
  }
  const toRow = ({ name, segment }: SectionPage): SentenceRow => ({
    name,
    segment,
    title: words.sections[name].title,
    now: nowOf[name],
    template: templateOf(words, settings, name),
    // Days that are over are said nowhere.
    figure: (figure) => readFigure(words, format, { ...settings, dayExceptions: daysToCome(settings, now.date) }, figure),
  })
  const ofTheTeam: readonly SentenceRow[] = [
    {
      name: 'team',
      title: words.team,
      template: words.teamSay,
      now: awaited.length === 0 ? undefined : words.now.awaited(format.list(awaited), awaited.length),
      figure: (figure) =>
        figure === 'people'
          ? words.figures.people(librarians.length)
          : words.figures.managers(librarians.filter((librarian) => librarian.isManager).length),
      segment: teamSegment,
    },
    {
      name: 'tablets',
      title: words.tablets,
      template: words.tabletsSay,
      now:
        silent === undefined
          ? tablets.length === 0
            ? undefined
            : words.now.allHeard
          : words.now.silent(silent.letter, format.dayAndMonth(silent.lastHeardOn)),
      figure: () => words.figures.tablets(tablets.length),
      segment: tabletsSegment,
    },
    { name: 'ils', title: words.ils, ...ils, segment: ilsSegment },
    { name: 'files', title: words.files, template: words.filesSay, figure: () => '', segment: filesSegment },
  ]
  const labelOf = isManager ? words.change : words.see
  const pagesOf = (panel: SectionPage['panel']): readonly SentenceRow[] =>
    sectionPages.filter((page) => page.panel === panel && (page.name !== 'ranges' || settings.openingRanges.length > 0)).map(toRow)
  return (
    <>
      <Opening settings={settings} isManager={isManager} />
      <HolidayPanel settings={settings} />
      <div class={styles.halves}>
        <Sentences title={words.service} rows={pagesOf('service')} labelOf={labelOf} />
        <Sentences title={words.place} rows={[...pagesOf('place'), ...ofTheTeam]} labelOf={labelOf} />
      </div>
      <JournalPanel settings={settings} isManager={isManager} />
    </>
  )
}

/** Whether it is open, how many places a week has, and how full they were (SET-11). */
const Opening = ({ settings, isManager }: { readonly settings: Settings; readonly isManager: boolean }) => {
  const words = useWords(settingsWords)
  const format = useFormats()
  const now = useNow()
  const { filled, isAsked } = useLastWeeks()
  const week = countWeek(settings, now.date)
  const isOpen = week.places > 0
  // It has its room before it is told, and keeps it where it is not: nothing moves under the hand.
  const fullness =
    !isOpen || (filled === undefined && !isAsked) ? null : (
      <span class={filled === undefined ? styles.unsaid : undefined}>{words.filled(filled ?? 100)}</span>
    )
  return (
    <Verdict sign={isOpen ? 'ok' : 'warn'} head={isOpen ? words.open : words.closed}>
      {isOpen ? words.openSay(words.hours(week.minutes), format.count(week.places)) : words.closedSay} {isManager ? null : words.readSay}{' '}
      {fullness}
    </Verdict>
  )
}

interface SentencesProps {
  readonly title: string
  readonly rows: readonly SentenceRow[]
  /** Of what opens a row. */
  readonly labelOf: (title: string) => string
}

const Sentences = ({ title, rows, labelOf }: SentencesProps) => (
  <Panel title={title} className={styles.sections ?? ''}>
    <Rows label={title}>
      {rows.map(({ name, title: where, template, figure, segment, now }) => (
        <Row
          key={name}
          where={where}
          what={
            <Sentence
              template={template}
              figure={(one) => (
                <>
                  <b>{figure(one)}</b>
                  {one === 'accentColour' ? <span class={styles.swatch} /> : null}
                </>
              )}
            />
          }
          by={now}
        >
          <ButtonLink look="quiet" icon="right" href={hrefOf('management', 'reglages', segment)} label={labelOf(where)} />
        </Row>
      ))}
    </Rows>
  </Panel>
)

/** Below the sentence, the last exchange. */
type IlsSaid = Pick<SentenceRow, 'template' | 'figure' | 'now'>

/**
 * Of the library system: whether the link holds, since when its word is, and the last exchange. Off line, and until it is read, the
 * sentence says where it stands instead.
 */
const useIlsSaid = (words: SettingsWords): IlsSaid => {
  const { management } = useDesk()
  const { link } = useSnapshot()
  const moment = useMoment()
  const [look, setLook] = useState<IlsLinkLook | undefined>(undefined)
  const isOnline = link.kind === 'online'
  useEffect(() => {
    if (!isOnline) return setLook(undefined)
    void management.lookAtIlsLink().then((answered) => setLook(answered.kind === 'done' ? answered.value : undefined))
  }, [isOnline])
  const say = (template: string, figures: Readonly<Record<string, string>> = {}, now?: string): IlsSaid => ({
    template,
    figure: (name) => figures[name] ?? '',
    now,
  })
  const at = (instant: Parameters<typeof moment>[0], write = words.at): string => {
    const { day, time } = moment(instant)
    return write(day, time)
  }
  if (look === undefined) return say(words.ilsSay)
  if (look.from === 'locked') return say(words.ilsLocked)
  const { told, answeredAt, fault, dropped = [], patronsAsOf } = look
  if (told !== undefined && fault !== undefined) return say(words.ilsFails, { since: at(fault.since, words.since) })
  const lastFile = Math.max(...dropped.map((file) => file.at))
  const [last] = dropped.filter((file) => file.at === lastFile)
  const wired = answeredAt === undefined ? words.now.unasked : words.now.exchanged(at(answeredAt), told?.refused ?? 0, told?.waiting ?? 0)
  const now = told === undefined ? last && words.now.dropped(at(last.at)) : wired
  const how = told === undefined ? words.byFiles : (look.name ?? '')
  if (patronsAsOf === undefined) return say(words.ilsUnheard, { how }, now)
  return say(words.ilsLinked, { how, asOf: at(patronsAsOf) }, now)
}

/**
 * Réglages › Tablettes: whether each of them has spoken today, and above all one that was out of service and came back; then the tablets as
 * a manager keeps them and everybody reads them (CASE-4, PRIV-5).
 */
const TabletsScreen = ({ words: common }: { readonly words: SettingsWords }) => {
  const words = useWords(tabletsWords)
  const format = useFormats()
  const { toLocal } = useDesk()
  const { date: today } = useNow()
  const { state } = useSnapshot()
  const all = [...state.all('device')]
  const inService = all.filter(({ isSetAside }) => !isSetAside)
  const spoke = all.filter(({ apart }) => apart !== undefined)
  const silent = inService.filter(({ lastHeardOn }) => lastHeardOn < today)
  const letters = (tablets: typeof all): string => format.list(tablets.map(({ letter }) => letter).sort())
  const say = [
    ...spoke.map(({ setAside, apart }) => words.brings(setAside && format.dayAndMonth(toLocal(setAside.at).date), apart?.count ?? 0)),
    silent.length === 0 ? words.allSpoke(inService.length) : words.notYet(letters(silent), silent.length),
  ]
  return (
    <>
      {spoke.length > 0 ? (
        <Verdict
          sign="warn"
          head={(spoke.some(({ isSetAside }) => isSetAside) ? words.cameBack : words.broughtMuch)(letters(spoke), spoke.length)}
        >
          {say.join(' ')}
        </Verdict>
      ) : (
        <Verdict sign={silent.length === 0 ? 'ok' : 'warn'} head={common.figures.tablets(inService.length)}>
          {say.join(' ')}
        </Verdict>
      )}
      <Tablets />
      <div class="actions">
        <ButtonLink href={hrefOf('management', 'reglages')} icon="left" look="quiet">
          {common.all}
        </ButtonLink>
      </div>
    </>
  )
}
