/**
 * Words of the catalogue's search over any screen. French is the source. Runs everywhere; loaded with its window.
 */
const s = (n: number): string => (n > 1 ? 's' : '')

export const search = {
  title: 'Chercher un titre',
  hint: 'Les flèches choisissent, Entrée ouvre. Un document scanné montre sa notice.',
  open: (title: string) => `Voir ${title}`,
  type: 'Type de document',
  everyType: 'Tous les types',
  audience: 'Public',
  everyone: 'Tous les publics',
  audiences: { A: 'Adulte', J: 'Jeunesse' } as Readonly<Record<string, string>>,
  location: 'Localisation',
  everywhere: 'Toutes les localisations',
  onShelf: 'Sans ce qui est sorti',
  back: 'Résultats',
  copies: (n: number) => `${n}\u00a0exemplaire${s(n)}`,
  noCopy: 'La bibliothèque n’en a plus d’exemplaire.',
  askedBy: (number: string) => `Demandé par ${number}`,
  pickedFor: (number: string, bays: readonly number[]) =>
    bays.length === 0 ? `pris pour ${number}` : `pour ${number}, casier ${bays.join(', ')}`,
  sheet: (number: string) => `Fiche de ${number}`,
}
