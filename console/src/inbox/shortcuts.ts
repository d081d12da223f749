/** The keys of the inbox and of a ticket, for whoever lists them. */
export const shortcuts = [
  { title: 'inbox.key.inList', keys: [['j', 'inbox.key.next'], ['k', 'inbox.key.previous'], ['Enter', 'inbox.key.open'], ['x', 'inbox.key.pick'], ['/', 'inbox.key.search'], ['c', 'inbox.key.new'], ['g', 'inbox.key.get']] },
  { title: 'inbox.key.onTicket', keys: [['j', 'inbox.key.next'], ['k', 'inbox.key.previous'], ['r', 'inbox.key.reply'], ['n', 'inbox.key.note'], ['t', 'inbox.key.take'], ['Ctrl Enter', 'inbox.key.send'], ['u', 'inbox.key.back'], ['?', 'inbox.key.help']] },
] as const
