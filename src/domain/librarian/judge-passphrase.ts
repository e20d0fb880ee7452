/**
 * Whether a manager's passphrase would be guessed among the first (PRIV-5). Runs on the endpoint; pure.
 * It is long rather than strange: nothing is asked but eight signs, that it be none of the commonest passwords, and four letters that are in
 * no word which everybody tries, nor in a name that whoever holds a tablet reads on it.
 */
import { foldText } from '../fold-text.ts'
import { textLengths } from '../text-lengths.ts'

const words = `
motdepasse phrasedepasse passphrase password passwort contrasena passe secret code codesecret identifiant login master maitre admin
administrateur administrator administration responsable manager direction directeur directrice equipe accueil bureau service serveur
bibliotheque bibliotheques bibliothecaire mediatheque mediatheques mediathecaire discotheque ludotheque library librarian libraries
livre livres lecture lectures lecteur lectrice lire roman romans retrait retour retours emprunt emprunts prets commande commandes drive
clicetcollecte collecte tablette tablettes rayon rayons catalogue koha sigb pretaemporter emporter bienvenue welcome bonjour bonsoir
salut hello coucou merci please azertyuiop azerty azer qwertyuiop qwertz qwerty qwer qsdfghjklm qsdfgh qsdf asdfghjkl asdfgh asdf wxcvbn
wxcv zxcvbnm zxcvbn zxcv uiop jklm poiuy abcdefgh abcdef abcd test tests testing essai demo demonstration exemple example temporaire
changezmoi changeme changemoi initial provisoire default defaut guest invite user utilisateur root iloveyou jetaime amour love coeur
bisous chouchou chouchoute doudou loulou loulette nounours poupette poussin minou minette chaton princesse princess superman
batman pokemon starwars dragon monkey football soccer baseball basket rugby tennis marseille toulouse bordeaux paris lyon lille nantes
france francais francaise soleil sunshine lune etoile etoiles fleur fleurs rose chocolat chocolate cafe maison famille maman papa
mamie papi enfant enfants bebe liberte egalite fraternite vacances musique internet wifi ordinateur computer windows samsung orange
google facebook apple iphone ipad letmein trustno1 whatever shadow freedom flower ashley michael jessica charlie nicolas julien thomas
camille sandrine nathalie isabelle stephane philippe christophe sebastien frederic alexandre marie sophie caroline emilie pauline
lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
printemps automne hiver monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december spring summer autumn winter
`

/** What passphrases are first guessed with: French, English, keyboards, libraries. Folded, and longer than three letters. */
const guessableWords: readonly string[] = words.split(/\s+/).filter((word) => word.length > 3)

export type PassphraseFault = 'passphrase-too-short' | 'passphrase-too-common'

/** Letters that must be left once known words and digits are taken out, and signs that must differ. */
const [leftAtLeast, differentAtLeast] = [4, 5]
/** Shorter words of a name ("de", "le") are no name. */
const shortestName = 3

/** What is hashed: one text however a keyboard composes its accents, and without the space that a suggestion adds. */
export const normalisePassphrase = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim()

const bare = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]/gu, '')
const figures: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '0': 'o', $: 's', '5': 's', '7': 't' }
/** "p@ssw0rd" as it is read. */
const spelled = (text: string): string => text.replace(/[@4310$57]/g, (sign) => figures[sign] ?? sign)

/** "2002corvette!" is no other than "corvette". */
const undressed = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
const isOneOf = (commonest: ReadonlySet<string>, text: string): boolean =>
  [text, undressed(text)].flatMap((worn) => [worn, bare(worn), bare(spelled(worn))]).some((form) => commonest.has(form))

/** `names`: the library's, the service's, the librarians'. `commonest`: the passwords that are tried first, in small letters. */
export const judgePassphrase = (
  passphrase: string,
  names: readonly string[],
  commonest: ReadonlySet<string>,
): PassphraseFault | undefined => {
  const text = normalisePassphrase(passphrase)
  if ([...text].length < textLengths.shortestPassphrase) return 'passphrase-too-short'
  const ofNames = names.flatMap((name) => foldText(name).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= shortestName)
  const known = [...guessableWords, ...ofNames].sort((a, b) => b.length - a.length)
  const leftOf = (whole: string): number => known.reduce((rest, word) => rest.replaceAll(word, ''), whole).replace(/\p{N}/gu, '').length
  const isPoor = new Set(text).size < differentAtLeast || isOneOf(commonest, foldText(text))
  return isPoor || Math.min(leftOf(bare(text)), leftOf(bare(spelled(text)))) < leftAtLeast ? 'passphrase-too-common' : undefined
}
