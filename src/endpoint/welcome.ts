/**
 * What the terminal says once the endpoint listens: the address, how to enrol a tablet, and for a demo its code, PINs and what to try first.
 * Runs at the start of the endpoint and in `npm run enrol`. French, then English. Of a real library a start prints neither code nor PIN.
 */
import { renderUnicodeCompact } from 'uqr'
import type { OfferedCode } from './enrolment/enrolment-code.ts'

const clock = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)

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

export interface DemoPin {
  readonly name: string
  readonly pin: string
  readonly passphrase?: string
  readonly isManager: boolean
}

/** What to try first in a demo, with who may sign in. */
export const formatDemoHint = (pins: readonly DemoPin[], publicUrl: string): string =>
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

/** Of a library that has nobody yet: what comes first. */
export const firstRunHint =
  'Bibliothèque nouvelle : dans une autre fenêtre, au même endroit, tapez npm run enrol et ouvrez le lien sur une tablette ; cinq questions y attendent. · A new library: in another window, in the same place, type npm run enrol and open the link on a tablet; five questions wait there.'

/** How to get a code. */
export const enrolHint =
  'Associer une tablette : npm run enrol, ou l’écran de la personne responsable. · Enrol a tablet: npm run enrol, or the manager’s screen.'

/** Said where the data folder holds other things too, and other accounts read it. */
export const formatOpenFolder = (dataDir: string): string =>
  [
    `DATA_DIR (${dataDir}) : d’autres comptes de cette machine peuvent lire ce dossier, et les noms des usagers y sont. Faites : chmod 700`,
    `Other accounts of this machine can read this folder, and patrons’ names are in it. Do: chmod 700 ${dataDir}`,
  ].join('\n')
