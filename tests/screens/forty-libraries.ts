/**
 * A network of forty libraries on a Thursday morning, as the keeper's page is drawn: one for each trouble, and three groups that share a
 * catalogue, one of a long name. Runs in tests and for pictures, served by patrons-page.mjs.
 */
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../src/domain/instant.ts'
import type { LibraryLook } from '../../src/endpoint/network/look-at-library.ts'
import { type NetworkLook, sortLooks } from '../../src/endpoint/network/look-at-network.ts'
import { freeSlug } from '../../src/endpoint/storage/library-slug.ts'

/** Each with its tablets in service. */
const inOrder: Readonly<Record<string, number>> = {
  Aubazelle: 3,
  Brissolles: 2,
  Chantebrune: 4,
  Courbelin: 2,
  Darzelles: 3,
  'Eschéry-le-Haut': 2,
  Esparzat: 3,
  Fontarelle: 4,
  Gimoncel: 2,
  Grandvernay: 6,
  'Haut-Marzin': 2,
  Issandre: 3,
  Jarzelle: 2,
  'La Chaize-Haute': 3,
  Lignerelle: 2,
  Lourmaigne: 4,
  Marcenoy: 3,
  Mézerolle: 2,
  Noirlieu: 3,
  Orvelles: 5,
  Pontaubray: 3,
  Quinsonne: 2,
  Roquesèche: 4,
  'Saint-Évrault': 3,
  'Sainte-Aubierge': 4,
  Sorbelles: 2,
  Tannerolle: 3,
  Trébignac: 2,
  Ussolles: 3,
  Valserine: 4,
  Vauxmoret: 3,
  Verzelay: 2,
  Villebréjour: 3,
  Ymonoir: 0,
}
const groups: Readonly<Record<string, readonly string[]>> = {
  'haut-marzin': ['Haut-Marzin', 'Issandre', 'Jarzelle', 'Montbrèche'],
  'intercommunale-de-la-vallee-de-l-orse-et': [
    'Sainte-Aubierge',
    'Sorbelles',
    'Tannerolle',
    'Trébignac',
    'Ussolles',
    'Valserine',
    'Vauxmoret',
    'Verzelay',
    'Villebréjour',
  ],
  'val-d-orse': ['Aubazelle', 'Lavernelle'],
}

export const lookAtForty = (now: Instant): NetworkLook => {
  const ago = (ms: number): Instant => toInstant(now - ms)
  const look = (name: string, tablets: readonly boolean[], changes: Partial<LibraryLook> = {}): LibraryLook => ({
    slug: freeSlug({ name, isDemo: false }, new Set()),
    name,
    zone: 'Europe/Paris',
    isClosed: false,
    recordGroup: Object.keys(groups).find((group) => groups[group]?.includes(name)),
    tablets: tablets.map((isHeard) => ({ isHeard, isOld: false })),
    silent: tablets.filter((isHeard) => !isHeard).length,
    holding: 0,
    pending: 0,
    cases: 0,
    quarantined: 0,
    importedAt: ago(3 * 60 * msPerMinute),
    ilsWaiting: 0,
    lateMails: 0,
    trouble: undefined,
    ...changes,
  })
  return {
    at: now,
    triedAt: undefined,
    servers: { heard: 2, known: 2, silentSince: undefined },
    libraries: sortLooks([
      look('Lavernelle', [false, false], { pending: 7, holding: 2, trouble: { kind: 'tablet-silent', since: ago(msPerDay) } }),
      look('Corzay', [true, true, true], { cases: 2, ilsWaiting: 38, trouble: { kind: 'ils-silent', since: ago(msPerDay) } }),
      look('Oudrelle', [true, true], { cases: 1, quarantined: 2, trouble: { kind: 'not-understood', count: 2 } }),
      look('Montbrèche', [true, true, true, false], {
        cases: 4,
        ilsWaiting: undefined,
        trouble: { kind: 'case-old', since: ago(4 * msPerDay) },
      }),
      look('Tréfontan', [true, true], { importedAt: ago(3 * msPerDay), trouble: { kind: 'no-import', since: ago(3 * msPerDay) } }),
      look('Ferrolles', [true, true], {
        tablets: [
          { isHeard: true, isOld: false },
          { isHeard: true, isOld: true },
        ],
        trouble: { kind: 'build-old', since: ago(40 * msPerDay) },
      }),
      ...Object.entries(inOrder).map(([name, tablets], n) =>
        look(
          name,
          Array.from({ length: tablets }, () => true),
          { pending: n % 9 === 0 ? 3 : 0, isClosed: name === 'Verzelay' },
        ),
      ),
    ]),
  }
}
