/**
 * How a change of the settings is said in a few words, after the name of what changed: in the journal, and as a draft's heading. French is
 * the source; en is typed by it.
 */
import { withDe } from './elision.ts'

const s = (n: number): string => (n > 1 ? 's' : '')
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const changes = {
  instead: (became: string, was: string) => `${became} au lieu ${withDe(was)}`,
  hours: {
    added: (hours: string) => `${hours}, ajouté`,
    removed: (hours: string) => `${hours}, retiré`,
    closed: (was: string) => `fermé (avant\u00a0: ${was})`,
    begins: (became: string, was: string) => `à partir de ${became} au lieu de ${was}`,
    ends: (became: string, was: string) => `jusqu’à ${became} au lieu de ${was}`,
    moved: (became: string, was: string) => `${became} (avant\u00a0: ${was})`,
    slot: (n: number) => `un créneau toutes les ${n}\u00a0min`,
    orders: (n: number) => `${n}\u00a0commande${s(n)} par créneau`,
    since: (day: string) => `dès le ${day}`,
    /** A weekday's minutes, more or fewer. */
    more: (day: string, length: string, isMore: boolean) => `${capital(day)}, ${length} de ${isMore ? 'plus' : 'moins'}`,
  },
  right: {
    maximum: (n: number | undefined) => (n === undefined ? 'sans limite de nombre' : n === 0 ? 'aucun' : `${n} à la fois`),
    newReleaseMaximum: (n: number | undefined) => (n === undefined ? 'nouveautés sans limite' : `${n}\u00a0nouveauté${s(n)}`),
    maximumPerOrder: (n: number | undefined) => (n === undefined ? 'sans limite par commande' : `${n} par commande`),
    durationDays: (n: number) => `${n}\u00a0jour${s(n)}`,
    total: (n: number | undefined) => (n === undefined ? 'sans limite' : `${n}\u00a0document${s(n)}`),
    own: (said: string) => `${said} (avant\u00a0: comme Les autres)`,
    inherited: (was: string) => `comme Les autres (avant\u00a0: ${was})`,
  },
  walk: {
    before: (name: string, next: string) => `${name} avant ${next}`,
    last: (name: string) => `${name} en dernier`,
    added: (locations: string) => `nouvelle zone (${locations})`,
    removed: 'n’est plus une zone',
    renamed: (name: string) => `s’appelle «\u00a0${name}\u00a0»`,
  },
  colour: (hue: string, isDarker: boolean) => `Votre ${hue}${isDarker ? ', en plus sombre' : ''}`,
}
export type ChangeWords = typeof changes
