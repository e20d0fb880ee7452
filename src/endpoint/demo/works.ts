/**
 * Real works of the public domain, from which the demo's shelves are combined: an author, the three letters of the spine, titles.
 * Runs on the endpoint. One line per author: "author | letters or class and letters | title; title". A number after "×" says volumes.
 */
export type Genre =
  | 'novel'
  | 'crime'
  | 'science-fiction'
  | 'theatre'
  | 'poetry'
  | 'non-fiction'
  | 'young-novel'
  | 'tale'
  | 'comic'
  | 'young-comic'
  | 'music'
  | 'film'
  | 'magazine'

export interface Work {
  readonly genre: Genre
  readonly title: string
  readonly author: string
  /** "ZOL", or "641.5 ESC" for what is shelved by class. */
  readonly shelf: string
  readonly volumes: number
}

const linesByGenre: Readonly<Record<Genre, string>> = {
  novel: `
Zola, Émile|ZOL|La Fortune des Rougon; La Curée; Le Ventre de Paris; L’Assommoir; Nana; Pot-Bouille; Au Bonheur des Dames; La Joie de vivre; Germinal; L’Œuvre; La Terre; La Bête humaine; L’Argent; La Débâcle; Thérèse Raquin
Balzac, Honoré de|BAL|Le Père Goriot; Eugénie Grandet; Illusions perdues ×2; La Peau de chagrin; La Cousine Bette; Le Lys dans la vallée; La Femme de trente ans; Le Colonel Chabert; Splendeurs et misères des courtisanes ×2
Hugo, Victor|HUG|Les Misérables ×5; Notre-Dame de Paris ×2; Les Travailleurs de la mer; L’Homme qui rit; Quatrevingt-treize; Le Dernier Jour d’un condamné
Flaubert, Gustave|FLA|Madame Bovary; L’Éducation sentimentale; Salammbô; Trois contes; Bouvard et Pécuchet
Maupassant, Guy de|MAU|Une vie; Bel-Ami; Pierre et Jean; Boule de suif; Le Horla; Contes de la bécasse; La Maison Tellier
Stendhal|STE|Le Rouge et le Noir; La Chartreuse de Parme; Lucien Leuwen; Armance
Dumas, Alexandre|DUM|Les Trois Mousquetaires ×2; Vingt ans après ×2; Le Vicomte de Bragelonne ×6; Le Comte de Monte-Cristo ×3; La Reine Margot; La Tulipe noire; Le Collier de la reine ×2
Sand, George|SAN|La Mare au diable; La Petite Fadette; François le Champi; Indiana; Consuelo ×3; Les Maîtres sonneurs
Proust, Marcel|PRO|Du côté de chez Swann; À l’ombre des jeunes filles en fleurs; Le Côté de Guermantes ×2; Sodome et Gomorrhe; La Prisonnière; Albertine disparue; Le Temps retrouvé
Tolstoï, Léon|TOL|Guerre et Paix ×2; Anna Karénine ×2; La Mort d’Ivan Ilitch; Résurrection
Dostoïevski, Fédor|DOS|Crime et Châtiment ×2; L’Idiot ×2; Les Frères Karamazov ×2; Le Joueur; Les Nuits blanches
Austen, Jane|AUS|Orgueil et préjugés; Raison et sentiments; Emma; Persuasion; Northanger Abbey; Mansfield Park
Dickens, Charles|DIC|Oliver Twist; David Copperfield ×2; Les Grandes Espérances; Un conte de deux villes; Bleak House ×2
Brontë, Charlotte|BRO|Jane Eyre; Villette; Shirley
Brontë, Emily|BRO|Les Hauts de Hurlevent
Laclos, Pierre Choderlos de|LAC|Les Liaisons dangereuses
La Fayette, Madame de|LAF|La Princesse de Clèves
Diderot, Denis|DID|Jacques le Fataliste et son maître; La Religieuse; Le Neveu de Rameau
Voltaire|VOL|Candide; Zadig; Micromégas; L’Ingénu
Cervantès, Miguel de|CER|Don Quichotte ×2
Melville, Herman|MEL|Moby Dick; Bartleby; Billy Budd
Wilde, Oscar|WIL|Le Portrait de Dorian Gray; Le Crime de Lord Arthur Savile
James, Henry|JAM|Le Tour d’écrou; Portrait de femme; Washington Square
Conrad, Joseph|CON|Au cœur des ténèbres; Lord Jim; Typhon
Kafka, Franz|KAF|La Métamorphose; Le Procès; Le Château
Alain-Fournier|ALA|Le Grand Meaulnes
Radiguet, Raymond|RAD|Le Diable au corps; Le Bal du comte d’Orgel
Woolf, Virginia|WOO|Mrs Dalloway; La Promenade au phare; Orlando; Les Vagues
Gogol, Nicolas|GOG|Les Âmes mortes; Le Manteau; Tarass Boulba
Tourgueniev, Ivan|TOU|Premier Amour; Pères et Fils
Goethe, Johann Wolfgang von|GOE|Les Souffrances du jeune Werther; Les Affinités électives
Huysmans, Joris-Karl|HUY|À rebours; Là-bas
Barbey d’Aurevilly, Jules|BAR|Les Diaboliques; L’Ensorcelée
Mérimée, Prosper|MER|Carmen; Colomba; La Vénus d’Ille`,
  crime: `
Leblanc, Maurice|LEB|Arsène Lupin, gentleman cambrioleur; L’Aiguille creuse; 813 ×2; Le Bouchon de cristal; Les Huit Coups de l’horloge; La Comtesse de Cagliostro
Leroux, Gaston|LER|Le Mystère de la chambre jaune; Le Parfum de la dame en noir; Le Fantôme de l’Opéra
Doyle, Arthur Conan|DOY|Une étude en rouge; Le Signe des quatre; Le Chien des Baskerville; Les Aventures de Sherlock Holmes; La Vallée de la peur
Gaboriau, Émile|GAB|L’Affaire Lerouge; Monsieur Lecoq ×2; Le Crime d’Orcival
Collins, Wilkie|COL|La Dame en blanc; La Pierre de lune
Poe, Edgar Allan|POE|Histoires extraordinaires; Nouvelles histoires extraordinaires; Double assassinat dans la rue Morgue
Chesterton, G. K.|CHE|La Clairvoyance du père Brown; Le Nommé Jeudi`,
  'science-fiction': `
Wells, H. G.|WEL|La Machine à explorer le temps; La Guerre des mondes; L’Homme invisible; L’Île du docteur Moreau
Shelley, Mary|SHE|Frankenstein ou le Prométhée moderne; Le Dernier Homme
Stoker, Bram|STO|Dracula
Rosny aîné, J.-H.|ROS|La Guerre du feu; La Mort de la Terre; Les Navigateurs de l’infini
Villiers de l’Isle-Adam, Auguste de|VIL|L’Ève future; Contes cruels
Gautier, Théophile|GAU|Le Roman de la momie; La Morte amoureuse; Le Capitaine Fracasse ×2`,
  theatre: `
Molière|842 MOL|Le Misanthrope; Tartuffe; L’Avare; Le Malade imaginaire; Dom Juan; Les Fourberies de Scapin; Le Bourgeois gentilhomme; Les Femmes savantes; L’École des femmes
Racine, Jean|842 RAC|Phèdre; Andromaque; Britannicus; Bérénice; Iphigénie
Corneille, Pierre|842 COR|Le Cid; Cinna; Horace; L’Illusion comique
Marivaux|842 MAR|Le Jeu de l’amour et du hasard; L’Île des esclaves; Les Fausses Confidences
Beaumarchais|842 BEA|Le Mariage de Figaro; Le Barbier de Séville
Musset, Alfred de|842 MUS|Lorenzaccio; On ne badine pas avec l’amour; Les Caprices de Marianne
Rostand, Edmond|842 ROS|Cyrano de Bergerac; L’Aiglon; Chantecler
Feydeau, Georges|842 FEY|La Puce à l’oreille; Un fil à la patte; Le Dindon
Shakespeare, William|822 SHA|Hamlet; Macbeth; Roméo et Juliette; Le Songe d’une nuit d’été; Othello; Le Roi Lear; La Tempête
Tchekhov, Anton|891 TCH|La Cerisaie; La Mouette; Oncle Vania; Les Trois Sœurs
Sophocle|882 SOP|Antigone; Œdipe roi; Électre`,
  poetry: `
Baudelaire, Charles|841 BAU|Les Fleurs du mal; Le Spleen de Paris
Rimbaud, Arthur|841 RIM|Une saison en enfer; Illuminations
Verlaine, Paul|841 VER|Fêtes galantes; Romances sans paroles; Poèmes saturniens
Apollinaire, Guillaume|841 APO|Alcools; Calligrammes
Lamartine, Alphonse de|841 LAM|Méditations poétiques
Ronsard, Pierre de|841 RON|Les Amours; Odes
Du Bellay, Joachim|841 DUB|Les Regrets; Les Antiquités de Rome
Villon, François|841 VIL|Le Testament; Ballade des pendus
La Fontaine, Jean de|841 LAF|Fables ×2
Whitman, Walt|811 WHI|Feuilles d’herbe
Dante|851 DAN|La Divine Comédie ×3
Homère|883 HOM|L’Iliade; L’Odyssée`,
  'non-fiction': `
Escoffier, Auguste|641.5 ESC|Le Guide culinaire; Ma cuisine; Les Fleurs en cire
Brillat-Savarin, Jean Anthelme|641.01 BRI|Physiologie du goût
Dumas, Alexandre|641.5 DUM|Grand dictionnaire de cuisine
Carême, Antonin|641.59 CAR|L’Art de la cuisine française ×2; Le Pâtissier royal parisien
Fabre, Jean-Henri|595.7 FAB|Souvenirs entomologiques ×4; Les Ravageurs
Darwin, Charles|576.8 DAR|L’Origine des espèces; Voyage d’un naturaliste autour du monde
Buffon|590 BUF|Histoire naturelle ×4
Flammarion, Camille|520 FLA|Astronomie populaire; Les Terres du ciel
Reclus, Élisée|551.4 REC|Histoire d’un ruisseau; Histoire d’une montagne
Michelet, Jules|944 MIC|Histoire de la Révolution française ×4; La Sorcière; La Mer
Tocqueville, Alexis de|321.8 TOC|De la démocratie en Amérique ×2; L’Ancien Régime et la Révolution
Montesquieu|320 MON|De l’esprit des lois ×2; Lettres persanes
Rousseau, Jean-Jacques|194 ROU|Les Confessions ×2; Du contrat social; Émile ou De l’éducation; Rêveries du promeneur solitaire
Descartes, René|194 DES|Discours de la méthode; Méditations métaphysiques
Pascal, Blaise|194 PAS|Pensées; Les Provinciales
Montaigne, Michel de|844 MON|Essais ×3
La Bruyère, Jean de|848 LAB|Les Caractères
La Rochefoucauld, François de|848 LAR|Maximes
Nietzsche, Friedrich|193 NIE|Ainsi parlait Zarathoustra; Le Gai Savoir; Par-delà bien et mal
Platon|184 PLA|Le Banquet; La République; Apologie de Socrate
Marc Aurèle|188 MAR|Pensées pour moi-même
Sénèque|188 SEN|Lettres à Lucilius; De la brièveté de la vie
Machiavel, Nicolas|320.1 MAC|Le Prince
Viollet-le-Duc, Eugène|720 VIO|Histoire d’une maison; Entretiens sur l’architecture ×2
Vasari, Giorgio|709 VAS|Vies des peintres, sculpteurs et architectes ×3
Stevenson, Robert Louis|914.4 STE|Voyage avec un âne dans les Cévennes
Polo, Marco|915 POL|Le Devisement du monde
Charcot, Jean-Baptiste|919 CHA|Le « Français » au pôle Sud
Vilmorin-Andrieux|635 VIL|Les Plantes potagères; Les Fleurs de pleine terre
Goncourt, Edmond et Jules de|848 GON|Journal ×3
Saint-Simon|944.03 SAI|Mémoires ×4
Chateaubriand, François-René de|848 CHA|Mémoires d’outre-tombe ×4
César, Jules|937 CES|La Guerre des Gaules
Freud, Sigmund|150.19 FRE|L’Interprétation du rêve; Introduction à la psychanalyse; Totem et Tabou
Durkheim, Émile|301 DUR|Le Suicide; De la division du travail social
Curie, Pierre et Marie|530 CUR|Recherches sur les substances radioactives`,
  'young-novel': `
Verne, Jules|VER|Vingt mille lieues sous les mers ×2; Le Tour du monde en quatre-vingts jours; Voyage au centre de la Terre; De la Terre à la Lune; L’Île mystérieuse ×3; Michel Strogoff; Les Enfants du capitaine Grant ×3; Cinq semaines en ballon; Deux ans de vacances ×2; Le Château des Carpathes
Ségur, Comtesse de|SEG|Les Malheurs de Sophie; Les Petites Filles modèles; Les Vacances; Un bon petit diable; Le Général Dourakine; Mémoires d’un âne
Malot, Hector|MAL|Sans famille ×2; En famille
Stevenson, Robert Louis|STE|L’Île au trésor; L’Étrange Cas du docteur Jekyll et de M. Hyde; Enlevé !
Twain, Mark|TWA|Les Aventures de Tom Sawyer; Les Aventures de Huckleberry Finn; Le Prince et le Pauvre
Carroll, Lewis|CAR|Alice au pays des merveilles; De l’autre côté du miroir
Kipling, Rudyard|KIP|Le Livre de la jungle; Histoires comme ça; Kim
London, Jack|LON|Croc-Blanc; L’Appel de la forêt; Martin Eden
Daudet, Alphonse|DAU|Lettres de mon moulin; Tartarin de Tarascon; Le Petit Chose
Barrie, J. M.|BAR|Peter Pan
Collodi, Carlo|COL|Les Aventures de Pinocchio
Baum, L. Frank|BAU|Le Magicien d’Oz
Alcott, Louisa May|ALC|Les Quatre Filles du docteur March
Spyri, Johanna|SPY|Heidi; Heidi grandit
Burnett, Frances Hodgson|BUR|Le Jardin secret; La Petite Princesse
Montgomery, Lucy Maud|MON|Anne… la maison aux pignons verts
Grahame, Kenneth|GRA|Le Vent dans les saules
Lagerlöf, Selma|LAG|Le Merveilleux Voyage de Nils Holgersson à travers la Suède ×2
Swift, Jonathan|SWI|Les Voyages de Gulliver
Defoe, Daniel|DEF|Robinson Crusoé
Renard, Jules|REN|Poil de Carotte; Histoires naturelles
Pergaud, Louis|PER|La Guerre des boutons`,
  tale: `
Perrault, Charles|PER|Le Petit Chaperon rouge; Le Chat botté; Cendrillon; La Belle au bois dormant; Le Petit Poucet; Peau d’âne; Barbe bleue
Grimm, Jacob et Wilhelm|GRI|Hansel et Gretel; Blanche-Neige; Raiponce; Le Vaillant Petit Tailleur; Les Musiciens de Brême
Andersen, Hans Christian|AND|La Petite Sirène; Le Vilain Petit Canard; La Reine des neiges; La Petite Fille aux allumettes; La Princesse au petit pois
Leprince de Beaumont, Jeanne-Marie|LEP|La Belle et la Bête
Aulnoy, Madame d’|AUL|L’Oiseau bleu; La Chatte blanche
Galland, Antoine|GAL|Les Mille et Une Nuits ×3; Aladin et la lampe merveilleuse; Ali Baba et les quarante voleurs
Ésope|ESO|Fables d’Ésope
Potter, Beatrix|POT|Pierre Lapin; Jeannot Lapin; Noisette l’écureuil
Rabier, Benjamin|RAB|Gédéon; Les Animaux s’amusent`,
  comic: `
McCay, Winsor|MCC|Little Nemo in Slumberland ×6; Cauchemars de l’amateur de fondue au chester ×2
Töpffer, Rodolphe|TOP|Monsieur Jabot; Monsieur Vieux Bois; Le Docteur Festus
Herriman, George|HER|Krazy Kat ×4
Doré, Gustave|DOR|Histoire de la Sainte Russie; Les Travaux d’Hercule
Caran d’Ache|CAR|Maestro; Lundis de Caran d’Ache
Willette, Adolphe|WIL|Pauvre Pierrot`,
  'young-comic': `
Christophe|CHR|La Famille Fenouillard; Le Sapeur Camember; L’Idée fixe du savant Cosinus; Plick et Plock
Forton, Louis|FOR|Les Pieds Nickelés ×6; Bibi Fricotin ×4
Busch, Wilhelm|BUS|Max et Moritz
Outcault, Richard F.|OUT|Buster Brown ×3; Yellow Kid
Dirks, Rudolph|DIR|Pim, Pam et Poum ×4`,
  music: `
Mozart, Wolfgang Amadeus|3 MOZ|Requiem en ré mineur; La Flûte enchantée; Concertos pour piano ×3; Don Giovanni; Symphonies ×2
Bach, Johann Sebastian|3 BAC|Variations Goldberg; Messe en si mineur; Suites pour violoncelle; Concertos brandebourgeois; La Passion selon saint Matthieu
Beethoven, Ludwig van|3 BEE|Symphonies ×3; Sonates pour piano ×4; Quatuors à cordes ×3
Debussy, Claude|3 DEB|La Mer; Préludes ×2; Pelléas et Mélisande
Satie, Erik|3 SAT|Gymnopédies; Gnossiennes
Chopin, Frédéric|3 CHO|Nocturnes ×2; Valses; Préludes
Bizet, Georges|3 BIZ|Carmen : opéra; L’Arlésienne
Berlioz, Hector|3 BER|Symphonie fantastique; La Damnation de Faust
Vivaldi, Antonio|3 VIV|Les Quatre Saisons; Gloria
Fauré, Gabriel|3 FAU|Requiem; Pavane
Schubert, Franz|3 SCH|Winterreise; Impromptus; La Jeune Fille et la Mort
Offenbach, Jacques|3 OFF|La Vie parisienne; La Belle Hélène; Les Contes d’Hoffmann
Couperin, François|3 COU|Leçons de ténèbres; Pièces de clavecin ×2
Verdi, Giuseppe|3 VER|La Traviata; Rigoletto; Aïda`,
  film: `
Méliès, Georges|MEL|Le Voyage dans la Lune; Le Voyage à travers l’impossible
Lumière, Auguste et Louis|LUM|L’Arroseur arrosé et autres vues
Feuillade, Louis|FEU|Fantômas ×5; Les Vampires ×4; Judex ×3
Guy, Alice|GUY|La Fée aux choux et autres films
Murnau, Friedrich Wilhelm|MUR|Nosferatu le vampire; L’Aurore; Faust
Linder, Max|LIN|Sept ans de malheur; L’Étroit Mousquetaire
Wiene, Robert|WIE|Le Cabinet du docteur Caligari
Epstein, Jean|EPS|La Chute de la maison Usher; Cœur fidèle
Eisenstein, Sergueï|EIS|Le Cuirassé Potemkine; Octobre`,
  magazine: `
La Nature|LA NATURE|La Nature
L’Illustration|L’ILLUSTRATION|L’Illustration
Le Tour du monde|LE TOUR DU MONDE|Le Tour du monde
Revue des Deux Mondes|REVUE DES DEUX MONDES|Revue des Deux Mondes
Le Magasin pittoresque|LE MAGASIN PITTORESQUE|Le Magasin pittoresque
Le Petit Journal illustré|LE PETIT JOURNAL|Le Petit Journal illustré
La Semaine de Suzette|LA SEMAINE DE SUZETTE|La Semaine de Suzette`,
}

const readLine = (genre: Genre, line: string): readonly Work[] => {
  const [author = '', shelf = '', titles = ''] = line.split('|')
  return titles.split('; ').map((written) => {
    const [title = '', volumes = '1'] = written.split(' ×')
    return { genre, title, author: genre === 'magazine' ? '' : author, shelf, volumes: Number(volumes) }
  })
}

export const works: readonly Work[] = (Object.keys(linesByGenre) as Genre[]) // The keys of a record of genres are genres.
  .flatMap((genre) =>
    linesByGenre[genre]
      .trim()
      .split('\n')
      .flatMap((line) => readLine(genre, line)),
  )
