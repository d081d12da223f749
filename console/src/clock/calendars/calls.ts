import { call } from '@/api/call'
import type { Calendar, CalendarObject } from '@/api/shapes'

export const listCalendars = async (): Promise<Calendar[]> => (await call<{ items: Calendar[] }>('get', '/calendars')).items

export const saveCalendar = (id: number, saved: { name: string; calendar: CalendarObject; version?: number }): Promise<Calendar> =>
  call('put', '/calendars/{id}', { path: { id }, body: saved })

/** Codes of the countries whose public holidays the desk knows. */
export const listCountries = async (): Promise<string[]> => (await call<{ items: string[] }>('get', '/holidays')).items

/** Days off of a country, and weekend days worked instead, of the years around this one that are announced. */
export const readHolidays = (country: string): Promise<{ off: string[]; worked: string[] }> =>
  call('get', '/holidays/{country}', { path: { country } })
