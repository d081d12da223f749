import { call } from '@/api/call'
import type { DryRun, FileRun } from '@/api/shapes'
import type { Request } from '@/dispatch/dry_run/describe'

export const tryRequest = (request: Request): Promise<DryRun> => call('post', '/dispatch/dry-run', { body: request })
export const tryFile = (file: string, columns: Readonly<Record<string, string>>): Promise<FileRun> =>
  call('post', '/dispatch/dry-run/file', { body: { file, columns } })
