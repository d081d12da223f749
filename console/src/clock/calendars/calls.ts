import { call, tell } from '@/api/call'
import type { Calendar, CalendarDay, CalendarObject, CalendarUsers, CalendarVersion, Effect, ImportView, Named } from '@/api/shapes'

export const listCalendars = async (): Promise<Calendar[]> => (await call<{ items: Calendar[] }>('get', '/calendars')).items

export const addCalendar = (added: { name: string; calendar: CalendarObject }): Promise<Calendar> => call('post', '/calendars', { body: added })

/** With a version, refused with a conflict when somebody has saved a later one. */
export const saveCalendar = (id: number, saved: { name: string; calendar: CalendarObject; version?: number }): Promise<Calendar> =>
  call('put', '/calendars/{id}', { path: { id }, body: saved })

export const retireCalendar = (id: number): Promise<void> => tell('delete', '/calendars/{id}', { path: { id } })
export const makeDefault = (id: number): Promise<void> => tell('put', '/calendars/{id}/default', { path: { id } })

/** What the clocks that run would do. */
export const previewCalendar = (id: number, change: { calendar: CalendarObject } | { default: true }): Promise<Effect> =>
  call('post', '/calendars/{id}/preview', { path: { id }, body: change })

/** What a calendar was, the newest version first. */
export const listVersions = async (id: number): Promise<CalendarVersion[]> =>
  (await call<{ items: CalendarVersion[] }>('get', '/calendars/{id}/versions', { path: { id } })).items

/** Twelve months of a calendar that need not be saved. */
export const drawYear = (calendar: CalendarObject, from: string, signal?: AbortSignal): Promise<{ days: CalendarDay[]; seconds: number }> =>
  call('post', '/calendars/year', { body: { calendar, from }, ...(signal ? { signal } : {}) })

/** The calendar with the public holidays of a year; nothing is saved. */
export const enterHolidays = async (calendar: CalendarObject, country: string, year: number): Promise<CalendarObject> =>
  (await call<{ calendar: CalendarObject }>('post', '/calendars/holidays', { body: { calendar, country, year } })).calendar

export interface DaysFile {
  /** Its bytes, in base64. */
  file: string
  leave_out?: string[]
  known_until?: number
}

/** What a file of days off says and what it makes of a calendar; nothing is saved. */
export const tryFile = (calendar: CalendarObject, file: DaysFile): Promise<ImportView> =>
  call('post', '/calendars/import', { body: { calendar, ...file } })

export const listUsers = (id: number): Promise<CalendarUsers> => call('get', '/calendars/{id}/users', { path: { id } })

export type Subject = 'teams' | 'customers'
export const ownCalendar = async (subject: Subject, id: number): Promise<Named | null> =>
  (await call<{ calendar: Named | null }>('get', `/${subject}/{id}/calendar`, { path: { id } })).calendar
export const giveCalendar = (subject: Subject, id: number, calendar: number): Promise<void> =>
  tell('put', `/${subject}/{id}/calendar`, { path: { id }, body: { calendar } })
export const takeCalendar = (subject: Subject, id: number): Promise<void> => tell('delete', `/${subject}/{id}/calendar`, { path: { id } })

/** Codes of the countries whose public holidays the desk knows. */
export const listCountries = async (): Promise<string[]> => (await call<{ items: string[] }>('get', '/holidays')).items

interface Holidays {
  off: string[]
  worked: string[]
  names: Record<string, string>
  /** The last year of which they are known. */
  known_until: number
}

/** Days off of a country, and weekend days worked instead, of the years around this one that are announced. */
export const readHolidays = (country: string): Promise<Holidays> => call('get', '/holidays/{country}', { path: { country } })
