import { ref, type Ref } from 'vue'

import { call } from '@/api/call'
import type { Attachment } from '@/api/shapes'

interface Uploads {
  /** Names of the files on their way. */
  uploading: Ref<string[]>
  failure: Ref<unknown>
  upload: (files: Iterable<File>) => Promise<void>
}

export function useUploads(uploaded: (attachment: Attachment) => void): Uploads {
  const uploading = ref<string[]>([])
  const failure = ref<unknown>(null)

  async function one(file: File): Promise<void> {
    // A picture out of the clipboard has no name of its own.
    const name = file.name || `image.${file.type.split('/')[1] ?? 'png'}`
    const form = new FormData()
    form.append('file', file, name)
    uploading.value.push(name)
    try {
      uploaded(await call<Attachment>('post', '/attachments', { body: form }))
    } catch (error) {
      failure.value = error
    } finally {
      uploading.value.splice(uploading.value.indexOf(name), 1)
    }
  }

  async function upload(files: Iterable<File>): Promise<void> {
    failure.value = null
    await Promise.all([...files].map(one))
  }

  return { uploading, failure, upload }
}
