/**
 * The demo's 3,260 patrons. Nobody here is real: common French names, combined by chance. Runs on the endpoint.
 */
import { type CardNumber, toCardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { readMailAddress } from '../../domain/message/mail-address.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { StoredAddress } from '../storage/addresses.ts'
import { withLuhnDigit } from './luhn-digit.ts'
import type { Random } from './random.ts'

const surnames =
  'MARTIN BERNARD THOMAS PETIT ROBERT RICHARD DURAND DUBOIS MOREAU LAURENT SIMON MICHEL LEFEBVRE LEROY ROUX DAVID BERTRAND MOREL FOURNIER GIRARD BONNET DUPONT LAMBERT FONTAINE ROUSSEAU VINCENT MULLER LEFÈVRE FAURE ANDRÉ MERCIER BLANC GUÉRIN BOYER GARNIER CHEVALIER FRANÇOIS LEGRAND GAUTHIER GARCIA PERRIN ROBIN CLÉMENT MORIN NICOLAS HENRY ROUSSEL MATHIEU GAUTIER MASSON MARCHAND DUVAL DENIS DUMONT MARIE LEMAIRE NOËL MEYER DUFOUR MEUNIER BRUN BLANCHARD GIRAUD JOLY RIVIÈRE LUCAS BRUNET GAILLARD BARBIER ARNAUD MARTINEZ GÉRARD ROCHE RENARD SCHMITT ROY LEROUX COLIN VIDAL CARON PICARD ROGER FABRE AUBERT LEMOINE RENAUD DUMAS LACROIX OLIVIER PHILIPPE BOURGEOIS PIERRE BENOIT REY LECLERC PAYET ROLLAND LECLERCQ GUILLAUME LECOMTE LOPEZ JEAN DUPUY GUILLOT HUBERT BERGER CARPENTIER SANCHEZ DUPUIS MOULIN LOUIS DESCHAMPS HUET VASSEUR PEREZ BOUCHER FLEURY ROYER KLEIN JACQUET ADAM PARIS POIRIER MARTY AUBRY GUYOT CARRÉ CHARLES RENAULT CHARPENTIER MÉNARD MAILLARD BARON BERTIN BAILLY HERVÉ SCHNEIDER FERNANDEZ LE GALL COLLET LÉGER BOUVIER JULIEN PRÉVOST MILLET PERROT DANIEL LE ROUX COUSIN GERMAIN BRETON BESSON LANGLOIS RÉMY LE GOFF PELLETIER LÉVÊQUE PERRIER LEBLANC BARRÉ LEBRUN MARCHAL WEBER MALLET HAMON BOULANGER JACOB MONNIER MICHAUD RODRIGUEZ GUICHARD GILLET ÉTIENNE GRONDIN POULAIN TESSIER CHEVALLIER COLLIN CHAUVIN DA SILVA BOUCHET GAY LEMAÎTRE BÉNARD MARÉCHAL HUMBERT REYNAUD ANTOINE HOARAU PERRET BARTHÉLEMY CORDIER PICHON LEJEUNE GILBERT LAMY DELAUNAY PASQUIER CARLIER LAPORTE DIALLO TRAORÉ NGUYEN BENALI HADDAD KOUASSI PHAM'
    .replace(/\b(LE|DA) /g, '$1_')
    .split(' ')
    .map((surname) => surname.replace('_', ' '))

const firstNames =
  'Marie Jean Pierre Michel Nathalie Isabelle Philippe Catherine Alain Sylvie Patrick Martine Christophe Nicolas Christine Françoise Valérie Sandrine Stéphanie Véronique Sophie Céline Daniel Bernard Chantal Julien Thierry Laurent Éric Frédéric Anne Sébastien Monique David Patricia Pascal Aurélie Brigitte Olivier Nicole Émilie Julie Stéphane Dominique Vincent Virginie Anthony Guillaume Élodie Thomas Claire Alexandre Laura Maxime Camille Léa Chloé Manon Lucas Emma Hugo Inès Louis Jade Gabriel Alice Arthur Louise Jules Lina Adam Rose Raphaël Ambre Léo Anna Paul Mila Nathan Juliette Ethan Agathe Noé Zoé Sacha Lola Tom Éva Théo Romane Clément Margaux Antoine Mathilde Baptiste Pauline Quentin Justine Amina Yanis Fatou Mehdi Aïcha Karim Mai Linh Moussa Nour Élise Jeanne Simone René Odette Marcel Yvette André Denise Lucien Suzanne Roger Jacqueline Gérard Colette Henri Huguette Maurice'.split(
    ' ',
  )

const groups = [
  'École Jean-Macé',
  'École des Tilleuls',
  'Collège Marie-Curie',
  'Crèche des Lutins',
  'Résidence du Parc',
  'Centre de loisirs',
  'IME Les Glycines',
]

const cardOf = (n: number): CardNumber => toCardNumber(withLuhnDigit(`233330${String(n).padStart(7, '0')}`))

/** One patron in so many has no address, and one reads English. */
const peopleToOneWithout = 8
const peopleToOneInEnglish = 20

/** Where the demo would write: addresses of a domain that can never be anybody's (RFC 2606). */
export const inventAddresses = (patrons: readonly Patron[]): readonly StoredAddress[] =>
  patrons.flatMap(({ id, reachable }, n) => {
    const email = readMailAddress(`usager.${n + 1}@courrier.example`)
    const language = n % peopleToOneInEnglish === 1 ? 'en' : 'fr'
    return reachable !== 'yes' || email === undefined ? [] : [{ card: id, email, language, refusals: 0 }]
  })

/** `count` patrons, as the ILS gave them at `asOf`. Four in a hundred have an expired card, one or two are blocked. */
export const inventPatrons = (random: Random, today: LocalDate, asOf: Instant, count: number): readonly Patron[] =>
  Array.from({ length: count }, (_, n): Patron => {
    const chance = random.between(1, 1000)
    const group = n < groups.length ? groups[n] : undefined
    const category = group !== undefined ? 'collectivité' : chance <= 300 ? 'jeunesse' : chance <= 360 ? 'étudiant' : 'adulte'
    return {
      kind: 'patron',
      id: cardOf(n + 1),
      surname: group ?? random.pick(surnames),
      firstName: group === undefined ? random.pick(firstNames) : '',
      category,
      expiresOn: addDays(today, random.isLucky(4) ? -random.between(1, 200) : random.between(15, 364)),
      blocked:
        random.between(1, 1000) <= 14
          ? random.pick(['Retard de plus de 30 jours', 'Document perdu non remboursé', 'Adresse à vérifier'])
          : undefined,
      ilsLoans: random.isLucky(45) ? 0 : random.between(1, 8),
      returnedSince: [],
      ilsAsOf: asOf,
      reachable: n % peopleToOneWithout === 0 ? 'no' : 'yes',
      loans: [],
    }
  })
