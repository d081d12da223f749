import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type Way = 'push' | 'email'
export const ways: readonly Way[] = ['push', 'email']

/** Hours in which nothing rings, on the days (0 is Monday) on which they begin. */
export interface Quiet {
  days: number[]
  since: string
  until: string
}

/** What somebody wants of their notices, beside the screen. */
export interface Wishes {
  media: Record<string, Way[]>
  quiet: Quiet[]
  urgent_breaks_quiet: boolean
  email_when: Schemas['EmailWhen']
  email_delay: number
  digest_minutes: number
}

/** With where the hours are, and whether there is any way out. */
export interface WishesShown extends Wishes {
  zone: string
  email: string
  mail_leaves: boolean
  browsers: number
}

export interface Browser {
  id: number
  endpoint: string
  client: string | null
  created_at: string
}

export interface MailServer {
  host: string
  port: number
  security: Schemas['Security']
  username: string | null
  has_password: boolean
  sender: string
  sender_name: string | null
}

export interface MailSettings {
  server: MailServer | null
  saved_at: string | null
}

/** `password` left out stays as it is. */
export type MailServerGiven = Omit<MailServer, 'has_password'> & { password?: string | null }

export interface FailedDelivery {
  id: number
  medium: Way
  person_id: number
  person: string
  address: string
  kinds: string[]
  notices: number
  attempts: number
  error: string | null
  at: string
}

/** The usual port of a way to keep a connection from others; one that was typed in otherwise stays. */
export function usualPort(security: MailServer['security'], port: number): number {
  const usual = { starttls: 587, tls: 465, none: 25 }
  return port === 0 || Object.values(usual).includes(port) ? usual[security] : port
}

/** Bytes as Web Push writes them. */
export function decoded(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** `Chrome · Windows`, of what a browser calls itself; empty when it cannot be told. */
export function browserName(client: string | null): string {
  const text = client ?? ''
  const kinds: [string, RegExp][] = [['Edge', /Edg\w*\//], ['Opera', /OPR\//], ['Firefox', /Firefox\//], ['Chrome', /Chrom(e|ium)\/|CriOS\//], ['Safari', /Safari\//]]
  const systems: [string, RegExp][] = [['Android', /Android/], ['iOS', /iPhone|iPad/], ['Windows', /Windows/], ['macOS', /Mac OS/], ['Linux', /Linux/]]
  return [kinds, systems].map((among) => among.find(([, mark]) => mark.test(text))?.[0]).filter(Boolean).join(' · ')
}
