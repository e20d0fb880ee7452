/**
 * Gestion: the manager's rooms under one entry of the rail, a tab each. Runs in the browser. Everybody reads; a manager changes.
 * Each room is a chunk of its own, with its own words; a room that is not built yet has no tab.
 */
import type { ComponentType } from 'preact'
import { Redirect } from 'wouter-preact'
import { managementWords } from '../../../locale/en/shell.ts'
import { later } from '../../later.tsx'
import { hrefOf, paths } from '../../routes.ts'
import { useSettings, useWords } from '../../use-desk.ts'
import styles from './management.module.css'

/** `part`: the part of the room that the address names; undefined: its front page. */
interface RoomProps {
  readonly part: string | undefined
}

interface Room {
  readonly name: keyof typeof managementWords.fr.rooms
  /** In the address, after the screen's. */
  readonly segment: string
  readonly Screen: ComponentType<RoomProps>
}

/** In the order of the tabs. */
const rooms: readonly Room[] = [
  {
    name: 'planning',
    segment: 'planning',
    Screen: later(() => import('../rota/rota.tsx').then((module) => module.RotaRoom)),
  },
  {
    name: 'figures',
    segment: 'chiffres',
    Screen: later(() => import('../figures/figures.tsx').then((module) => module.FiguresRoom)),
  },
  {
    name: 'messages',
    segment: 'courriels',
    Screen: later(() => import('../messages/messages.tsx').then((module) => module.MessagesRoom)),
  },
  {
    name: 'settings',
    segment: 'reglages',
    Screen: later(() => import('../settings/settings.tsx').then((module) => module.SettingsRoom)),
  },
]

const FirstRun = later(() => import('../first-run/first-run.tsx').then((module) => module.FirstRun))

/** Without a room: a library that is not open yet answers its questions. */
export const Management = ({ room, part }: { readonly room?: string | undefined; readonly part?: string | undefined }) => {
  const words = useWords(managementWords)
  const settings = useSettings()
  if (settings?.firstRunStep !== undefined)
    return (
      <div class={`says-why ${styles.whole}`}>
        <FirstRun settings={settings} />
      </div>
    )
  const chosen = rooms.find(({ segment }) => segment === room)
  // The last one has every sentence: it is where the rail leads.
  const first = rooms.at(-1)
  if (chosen === undefined) return first === undefined ? null : <Redirect to={`${paths.management}/${first.segment}`} replace />
  return (
    <div class={`says-why ${styles.room}`}>
      <nav class={styles.tabs} aria-label={words.label}>
        {rooms.map(({ name, segment }) => (
          <a
            key={name}
            href={hrefOf('management', segment)}
            aria-current={name !== chosen.name ? undefined : part === undefined ? 'page' : 'true'}
          >
            {words.rooms[name]}
          </a>
        ))}
      </nav>
      <chosen.Screen part={part} />
    </div>
  )
}
