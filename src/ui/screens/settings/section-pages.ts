/**
 * The sections as Réglages lists them, and the fields of those that are a sentence with figures. Runs in the browser.
 */
import { fewestPersons } from '../../../domain/figures/period.ts'
import { type Bounds, bayBounds, figureBounds } from '../../../domain/settings/bounds.ts'
import { retentionDefaults, type SectionName, type Settings } from '../../../domain/settings/settings.ts'

export interface SectionPage {
  readonly name: SectionName
  readonly panel: 'service' | 'place'
  /** In the address. */
  readonly segment: string
}

/** In the order of the page. */
export const sectionPages: readonly SectionPage[] = [
  { name: 'name', panel: 'service', segment: 'nom' },
  { name: 'ranges', panel: 'service', segment: 'plages' },
  { name: 'days', panel: 'service', segment: 'jours' },
  { name: 'lead', panel: 'service', segment: 'delais' },
  { name: 'limits', panel: 'service', segment: 'limites' },
  { name: 'rights', panel: 'service', segment: 'droits' },
  { name: 'newness', panel: 'service', segment: 'nouveaute' },
  { name: 'absences', panel: 'service', segment: 'absences' },
  { name: 'messages', panel: 'service', segment: 'courriels' },
  { name: 'templates', panel: 'service', segment: 'modeles' },
  { name: 'call', panel: 'service', segment: 'telephone' },
  { name: 'page', panel: 'service', segment: 'page' },
  { name: 'retention', panel: 'service', segment: 'oubli' },
  { name: 'figures', panel: 'service', segment: 'seuil' },
  { name: 'bays', panel: 'place', segment: 'casiers' },
  { name: 'walk', panel: 'place', segment: 'parcours' },
  { name: 'returns', panel: 'place', segment: 'retours' },
  { name: 'codes', panel: 'place', segment: 'codes' },
  { name: 'lock', panel: 'place', segment: 'verrou' },
]

type FigureName = keyof typeof figureBounds

/** A whole number inside a sentence. */
export interface NumberField {
  /** As a fault names it. */
  readonly at: string
  /** As the sentence and the words name it. */
  readonly figure: FigureName | 'bays'
  /** Of bays: the site, where there are several. */
  readonly site: string | undefined
  readonly bounds: Bounds
  readonly read: (settings: Settings) => number
  readonly write: (settings: Settings, n: number) => Settings
}

const figure = (name: FigureName): NumberField => ({
  at: name,
  figure: name,
  site: undefined,
  bounds: figureBounds[name],
  read: (settings) => ({ ...retentionDefaults, fewestPersons, ...settings })[name] ?? 0,
  write: (settings, n) => ({ ...settings, [name]: n }),
})

const figuresBySection: Partial<Readonly<Record<SectionName, readonly FigureName[]>>> = {
  lead: ['leadTimeHours', 'horizonDays'],
  limits: ['openOrdersPerSlot', 'openOrders'],
  newness: ['newReleaseDays'],
  absences: ['graceMinutes', 'keepDays'],
  returns: ['quarantineDays'],
  retention: ['keepLoanDays', 'keepNameDays'],
  figures: ['fewestPersons'],
  lock: ['idleLockMinutes'],
}

/** The numbers of a section; those of the bays are one a site. */
export const numberFields = (name: SectionName, { sites }: Settings): readonly NumberField[] =>
  name === 'bays'
    ? sites.map((site, n) => ({
        at: `sites[${n}].bays`,
        figure: 'bays',
        site: sites.length > 1 ? site.name : undefined,
        bounds: bayBounds,
        read: (settings) => settings.sites[n]?.bays ?? 0,
        write: (settings, bays) => ({ ...settings, sites: settings.sites.map((one, m) => (m === n ? { ...one, bays } : one)) }),
      }))
    : (figuresBySection[name] ?? []).map(figure)
