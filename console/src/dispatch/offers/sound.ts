import { ref } from 'vue'

const remembered = 'jishi.offers.muted'

/** Whether this browser keeps silent when a ticket is offered. */
export const muted = ref(localStorage.getItem(remembered) === 'yes')

export function mute(on: boolean): void {
  muted.value = on
  localStorage.setItem(remembered, on ? 'yes' : 'no')
}

let context: AudioContext | null = null

/** Two soft tones, from one tab only however many are open. A browser that has not been touched yet stays silent: it must. */
export async function chime(): Promise<void> {
  if (muted.value) return
  if (!('locks' in navigator)) return play()
  await navigator.locks.request('jishi.chime', { ifAvailable: true }, async (mine) => {
    if (mine) await play()
  })
}

async function play(): Promise<void> {
  context ??= new AudioContext()
  // Rejected, or pending for ever, where the browser wants a gesture first.
  if (context.state !== 'running') await Promise.race([context.resume().catch(() => undefined), pause(300)])
  if (context.state !== 'running') return
  tone(context, 660, 0)
  tone(context, 880, 0.18)
  await pause(700)
}

function tone(to: AudioContext, pitch: number, after: number): void {
  const at = to.currentTime + after
  const voice = to.createOscillator()
  const volume = to.createGain()
  voice.frequency.value = pitch
  volume.gain.setValueAtTime(0.0001, at)
  volume.gain.exponentialRampToValueAtTime(0.12, at + 0.03)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.4)
  voice.connect(volume).connect(to.destination)
  voice.start(at)
  voice.stop(at + 0.42)
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds) })
