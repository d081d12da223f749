import { type Grade, type Grades } from '@/workforce/skills/model'

/** Where somebody stands in the matrix, and how big it is. */
export interface Cell {
  row: number
  column: number
}

const steps: Record<string, readonly [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

/** Where a key leads from a cell, or null when it leads nowhere. */
export function moved({ row, column }: Cell, key: string, rows: number, columns: number): Cell | null {
  if (key === 'Home') return { row, column: 0 }
  if (key === 'End') return { row, column: columns - 1 }
  const step = steps[key]
  if (!step) return null
  return { row: Math.min(rows - 1, Math.max(0, row + step[0])), column: Math.min(columns - 1, Math.max(0, column + step[1])) }
}

/** The grade that a key means, given the one that is there; null: none. */
export function typed(key: string, now: Grade): Grade | null {
  if (/^[0-5]$/.test(key)) return Number(key) as Grade
  if (key === 'Backspace' || key === 'Delete') return 0
  if (key === '+') return Math.min(5, now + 1) as Grade
  if (key === '-') return Math.max(0, now - 1) as Grade
  return null
}

/** The grades with one of them changed. */
export function graded(grades: Grades, skill: number, grade: Grade): Grades {
  const after = new Map(grades)
  if (grade === 0) after.delete(skill)
  else after.set(skill, grade)
  return after
}
