/** What this console can explain; the desk may know more. */
export const strategies = ['index', 'least_load', 'round_robin', 'longest_idle', 'pull'] as const
export const modes = ['push', 'offer'] as const
