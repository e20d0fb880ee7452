/**
 * Real works of the public domain, from which the demo's shelves are combined: an author, the three letters of the spine, titles.
 * Runs on the endpoint. One line per author: "author | letters or class and letters | title; title". A number after "×" says volumes.
 */
import text from './works.txt?raw'

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

const readLine = (genre: Genre, line: string): readonly Work[] => {
  const [author = '', shelf = '', titles = ''] = line.split('|')
  return titles.split('; ').map((written) => {
    const [title = '', volumes = '1'] = written.split(' ×')
    return { genre, title, author: genre === 'magazine' ? '' : author, shelf, volumes: Number(volumes) }
  })
}

/** A part for each genre, under its name. */
export const works: readonly Work[] = text.split(/^# /m).flatMap((part) => {
  const [genre, ...lines] = part.trim().split('\n')
  // A genre's name, as the file has it.
  return lines.flatMap((line) => readLine(genre as Genre, line))
})
