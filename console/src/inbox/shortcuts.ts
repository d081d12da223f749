/** The keys of the inbox and of a ticket, for whoever lists them. */
export const shortcuts = [
  { title: 'inbox.key.inList', keys: [['j', 'inbox.key.next'], ['k', 'inbox.key.previous'], ['Enter', 'inbox.key.open'], ['x', 'inbox.key.pick'], ['/', 'inbox.key.search'], ['c', 'inbox.key.new']] },
  { title: 'inbox.key.onTicket', keys: [['j', 'inbox.key.next'], ['k', 'inbox.key.previous'], ['r', 'inbox.key.reply'], ['n', 'inbox.key.note'], ['t', 'inbox.key.take'], ['Ctrl Enter', 'inbox.key.send'], ['u', 'inbox.key.back'], ['?', 'inbox.key.help']] },
  { title: 'inbox.key.anywhere', keys: [['g', 'inbox.key.get'], ['Alt Y', 'inbox.key.accept'], ['Alt N', 'inbox.key.refuse']] },
] as const
