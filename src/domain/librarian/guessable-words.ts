/**
 * Words that passphrases are first guessed with: French and English, the keyboard's rows, and those of a library. Runs everywhere; pure.
 * Written as `judge-passphrase.ts` compares them: folded, without spaces. Longer than three letters, so that little is taken out by chance.
 */
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

export const guessableWords: readonly string[] = words.split(/\s+/).filter((word) => word.length > 3)
