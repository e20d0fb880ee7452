/**
 * What `npm run export` says, in French, the source by which English is typed, and in English. Runs in the endpoint's command. Counts are
 * plain numbers, for scripts to read.
 */
const many = (n: number, one: string): string => `${n} ${one}${n < 2 ? '' : 's'}`
const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

export const exportTextFr = {
  usage: `npm run export -- --format koc|evergreen|alma|retype|csv --day AAAA-MM-JJ [--out FICHIER] [--force] [--number N] [--library SLUG] [--lang en]
npm run export -- --new --format koc|evergreen|alma|retype|csv [--force] [--library SLUG]
npm run export -- --list [--library SLUG]
npm run export -- --settle N [--refused NUMÉRO]… [--library SLUG]
npm run export -- --settings [--out FICHIER] [--force] [--library SLUG]
  --new       tout ce qui est nouveau, de n’importe quel jour : un lot par jour
  --list      les jours qui ont quelque chose de nouveau, faits arrivés tard compris
  --force     remplace le fichier qui s’y trouve
  --number N  redonne le lot N de ce jour, à l’octet près
  --settle N  confirme que le SIGB a chargé le lot N : ses opérations sont réglées
  --refused   sauf les lignes de cet exemplaire, que le SIGB a refusées : chacune devient une anomalie ; se répète
  --settings  les réglages, dans le fichier que lit npm run import -- --settings`,
  badOption: (option: string) => `Option non comprise : ${option}`,
  /** `isAgain`: the batch was there already, and its bytes are the same. */
  batch: (number: number, isAgain: boolean, loans: number, returns: number, path: string) =>
    `Lot ${number}${isAgain ? ' (déjà fait, mêmes octets)' : ''} : ${many(loans, 'prêt')}, ${many(returns, 'retour')} → ${path}`,
  settled: (number: number, refused: number) =>
    refused === 0 ? `Lot ${number} : réglé.` : `Lot ${number} : réglé, sauf ${many(refused, 'ligne')}, à décider dans Anomalies.`,
  /** Of what a person says that the ILS refused. */
  notOfBatch: (number: number, barcodes: readonly string[]) =>
    `Pas dans le lot ${number}, ou déjà réglé : ${barcodes.join(', ')}. Rien n’a été changé.`,
  /** What to do with the file, for whoever has just got it. */
  notYetSettled: [
    'Dans Koha, chargez-le par « Ajouter à la file d’attente hors ligne » : chaque ligne y reçoit sa réponse. Appliqué directement,',
    'il s’arrête pour de bon à la première ligne que Koha ne connaît pas. Ne le chargez jamais deux fois : ses prêts seraient renouvelés.',
    'Koha passe en force : le prêt d’une autre personne prend fin, une réservation qui attend est annulée, une carte expirée emprunte.',
    'Une fois chargé, confirmez-le, sauf ce qu’il a refusé : npm run export -- --settle N --refused NUMÉRO.',
  ].join('\n'),
  /** The same, where it is no Koha's. */
  loadOnce: 'Chargez-le une seule fois dans le SIGB, puis confirmez-le : npm run export -- --settle N.',
  /** The batch may be in the ILS already. */
  perhapsLoaded: 'S’il est déjà dans le SIGB, ne le chargez pas de nouveau : ses prêts seraient renouvelés.',
  /** Lines at the end of the file, and numbers on them that the library does not know. */
  last: (numbers: readonly string[]) =>
    `En fin de fichier, pour qu’elles n’en arrêtent pas d’autres, les lignes de numéros absents du catalogue ou des usagers : ${numbers.join(', ')}`,
  noneWaits: 'Rien de nouveau, d’aucun jour.',
  waits: (day: string, loans: number, returns: number, apart: number) =>
    `${day} : ${many(loans, 'prêt')}, ${many(returns, 'retour')}${apart === 0 ? '' : `, ${apart} à part`}`,
  nothing: (day: string) => `Rien à exporter pour le ${day}.`,
  erased: (day: string) => `Les opérations du ${day} et le contenu de ses lots sont effacés : ils se gardent quatre mois.`,
  batchUnknown: (number: number) => `Pas de lot ${number} de ce jour et de ce format.`,
  others: (numbers: readonly number[]) => `Autres lots de ce jour : ${numbers.join(', ')} (--number N).`,
  apart: (count: number, path: string) => `À part, à relire par quelqu’un : ${count} → ${path}`,
  /** A list of what was set apart, which does not hold any more. */
  listGone: (path: string) => `Liste périmée, supprimée : ${path}`,
  listStays: (path: string, why: string) => `Liste périmée, non supprimée : ${path} (${why}). Elle porte des noms : supprimez-la.`,
  /** Why: something is there. */
  taken: 'il y a déjà quelque chose sous ce nom ; --force pour le remplacer',
  notWritten: (path: string, why: string) => `Fichier non écrit : ${path} (${why}). Le lot est gardé : redemandez-le.`,
  settingsWritten: (path: string) => `Les réglages → ${path}. Ni l’équipe ni ses codes n’y sont : relu ici, ce fichier n’y touche pas.`,
  settingsNotWritten: (path: string, why: string) => `Fichier non écrit : ${path} (${why}).`,
}

export type ExportText = typeof exportTextFr

export const exportTextEn: ExportText = {
  usage: `npm run export -- --format koc|evergreen|alma|retype|csv --day YYYY-MM-DD [--out FILE] [--force] [--number N] [--library SLUG] [--lang en]
npm run export -- --new --format koc|evergreen|alma|retype|csv [--force] [--library SLUG]
npm run export -- --list [--library SLUG]
npm run export -- --settle N [--refused NUMBER]… [--library SLUG]
npm run export -- --settings [--out FILE] [--force] [--library SLUG]
  --new       all that is new, of any day: one batch for each day
  --list      the days that have something new, late facts too
  --force     replaces the file that is there
  --number N  gives batch N of that day again, to the byte
  --settle N  confirms that the ILS loaded batch N: its operations are settled
  --refused   but for the lines of this item, which the ILS refused: each becomes a case; may be repeated
  --settings  the settings, in the file that npm run import -- --settings reads`,
  badOption: (option) => `Option not understood: ${option}`,
  batch: (number, isAgain, loans, returns, path) =>
    `Batch ${number}${isAgain ? ' (made before, same bytes)' : ''}: ${count(loans, 'loan')}, ${count(returns, 'return')} → ${path}`,
  settled: (number, refused) =>
    refused === 0 ? `Batch ${number}: settled.` : `Batch ${number}: settled, but for ${count(refused, 'line')}, to decide in Cases.`,
  notOfBatch: (number, barcodes) => `Not in batch ${number}, or settled already: ${barcodes.join(', ')}. Nothing was changed.`,
  notYetSettled: [
    'In Koha, load it with "Add to offline circulation queue": each line gets its answer there. Applied directly, it stops for good at the',
    'first line that Koha does not know. Never load it twice: its loans would be renewed.',
    'Koha forces it: another person’s loan ends, a hold that waits is cancelled, an expired card borrows.',
    'Once it is loaded, confirm it, but for what it refused: npm run export -- --settle N --refused NUMBER.',
  ].join('\n'),
  loadOnce: 'Load it into the ILS once, then confirm it: npm run export -- --settle N.',
  perhapsLoaded: 'If it is in the ILS already, do not load it again: its loans would be renewed.',
  last: (numbers) =>
    `At the end of the file, so that they stop no other, lines of numbers that are not in the catalogue or among the patrons: ${numbers.join(', ')}`,
  noneWaits: 'Nothing new, of any day.',
  waits: (day, loans, returns, apart) =>
    `${day}: ${count(loans, 'loan')}, ${count(returns, 'return')}${apart === 0 ? '' : `, ${apart} set apart`}`,
  nothing: (day) => `Nothing to export for ${day}.`,
  erased: (day) => `The operations of ${day} and the contents of its batches have been erased: they are kept for four months.`,
  batchUnknown: (number) => `No batch ${number} of that day and format.`,
  others: (numbers) => `Other batches of that day: ${numbers.join(', ')} (--number N).`,
  apart: (count, path) => `Set apart, for a person to see: ${count} → ${path}`,
  listGone: (path) => `List out of date, deleted: ${path}`,
  listStays: (path, why) => `List out of date, not deleted: ${path} (${why}). It holds names: delete it.`,
  taken: 'something is there under that name; --force to replace it',
  notWritten: (path, why) => `File not written: ${path} (${why}). The batch is kept: ask for it again.`,
  settingsWritten: (path) =>
    `The settings → ${path}. Neither the team nor its PINs are in it: read here again, the file leaves them alone.`,
  settingsNotWritten: (path, why) => `File not written: ${path} (${why}).`,
}
