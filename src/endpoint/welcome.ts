/**
 * What the terminal says once the endpoint listens: the address, how to enrol a tablet, and for a demo its code, PINs and what to try first.
 * Runs at the start of the endpoint and in `npm run enrol`. French, then English. Of a real library a start prints neither code nor PIN.
 */
import { resolve } from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import type { DemoLibrarian } from './demo/demo-settings.ts'
import type { OfferedCode } from './enrolment/enrolment-code.ts'

const clock = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)

/**
 * A command as it is typed to reach the very database of this process (NET-1, KEEP-4). Without its DATA_DIR it would be about another
 * library. A password is left for its keeper to write.
 */
export const formatCommand = (words: string): string => {
  const { DATA_DIR: dataDir, DATABASE_URL_FILE: file, DATABASE_URL: url } = process.env
  const server = file === undefined ? url?.replace(/:[^:@/]*@/, ':…@') : undefined
  const set = Object.entries({ DATA_DIR: dataDir && resolve(dataDir), DATABASE_URL_FILE: file, DATABASE_URL: server })
  const named = set.flatMap(([name, value]) => (value ? [`${name}=${/[\s…]/.test(value) ? `"${value}"` : value} `] : []))
  return process.platform === 'win32' ? `npm run ${words}` : `${named.join('')}npm run ${words}`
}

/** The link and its QR code, with the time until which they hold. */
export const formatEnrolmentOffer = (link: string, { code, expiresAt }: OfferedCode, zone: string): string =>
  [
    renderUnicodeCompact(link, { border: 2 }),
    '',
    `Associer une tablette · Enrol a tablet : ${link}`,
    `Code ${code} · jusqu’à / until ${clock(expiresAt, zone)} · une seule fois / once`,
  ].join('\n')

/** With what a manager chooses a passphrase, and where. */
export const formatPassphraseOffer = (name: string, { code, expiresAt }: OfferedCode, zone: string): string =>
  [
    `${name} · code ${code} · jusqu’à / until ${clock(expiresAt, zone)} · une seule fois / once`,
    '',
    'Sur une tablette, la personne se connecte, ouvre Clôture, « Ma phrase de passe », « J’ai un code », et choisit sa phrase de passe :',
    'huit signes au moins, quelques mots sans rapport entre eux ; ni un mot de passe connu, ni le nom de la bibliothèque, ni celui d’un agent.',
    'On a tablet the manager signs in, opens Closing, “My passphrase”, “I have a code”, and chooses a passphrase:',
    'eight signs or more, a few unrelated words; no well-known password, nor the name of the library or of one of its people.',
  ].join('\n')

/** What to try first in a demo, with who may sign in. */
export const formatDemoHint = (pins: readonly DemoLibrarian[], publicUrl: string): string =>
  [
    'Bibliothèque de démonstration : tout y est inventé. · Demo library: everything in it is invented.',
    '',
    ...pins.map(({ name, pin, isManager }) => `  ${name.padEnd(24)} PIN ${pin}${isManager ? '   responsable · manager' : ''}`),
    ...pins.flatMap(({ name, passphrase }) =>
      passphrase === undefined ? [] : ['', `  ${name}, phrase de passe · passphrase (Clôture) : ${passphrase}`],
    ),
    '',
    'À essayer : ouvrir le lien, choisir un nom, taper son PIN ; puis Préparation, et Retrait d’une commande prête.',
    'To try: open the link, pick a name, type its PIN; then Preparing, and hand over an order that is ready.',
    `La page des usagers (le code s’y lit dans les courriels) · The patrons’ page (its code is in the emails) : ${publicUrl}/b/demo/`,
    `Les courriels que les usagers recevraient · The emails that patrons would receive : ${publicUrl}/demo/mails`,
  ].join('\n')

/** Of a library that has nobody yet: what comes first. `enrol`: the command, as it is typed. */
export const formatFirstRunHint = (enrol: string): string =>
  `Bibliothèque nouvelle : dans une autre fenêtre, au même endroit, tapez
  ${enrol}
et ouvrez le lien sur une tablette ; cinq questions y attendent. · A new library: in another window, in the same place, type that and open the link on a tablet; five questions wait there.`

/** How to get a code. */
export const formatEnrolHint = (enrol: string): string =>
  `Associer une tablette · Enrol a tablet: ${enrol}\nou l’écran de la personne responsable · or the manager’s screen.`

/** Said where the data folder holds other things too, and other accounts read it. */
export const formatOpenFolder = (dataDir: string): string =>
  [
    `DATA_DIR (${dataDir}) : d’autres comptes de cette machine peuvent lire ce dossier, et les noms des usagers y sont. Faites : chmod 700`,
    `Other accounts of this machine can read this folder, and patrons’ names are in it. Do: chmod 700 ${dataDir}`,
  ].join('\n')
